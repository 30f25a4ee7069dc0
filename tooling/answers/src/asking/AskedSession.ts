/**
 * One chat session over one WebSocket: asks one question at a time and records the answer as the customer sees it. Only
 * opening can reject: a refusal, a lost socket and a missing answer are recorded outcomes.
 */
import type { ProductCard, ServerFrame, TokenUsage } from "@manga-assist/protocol"
import { WebSocket } from "ws"

export interface Told {
  readonly answer: string
  readonly products: ReadonlyArray<ProductCard>
  /** Those that were there before the first text. */
  readonly early: ReadonlyArray<ProductCard>
  /** `complete`, or what ended it instead. */
  readonly outcome: string
  /** Milliseconds from sending to the first text; absent where there was none. */
  readonly firstMs?: number
  /** Whether the model looked something up. */
  readonly looked: boolean
  /** The turn whose call of the model this answer is; absent where the question was not taken. */
  readonly turn?: string
  /** What the store had to do without. */
  readonly degraded?: ReadonlyArray<string>
  /** Which layer answered; absent where none did. */
  readonly source?: string
  readonly model?: string
  readonly usage?: TokenUsage
}

/** Fields and frames of stores that offer tools. */
type Newer = { readonly type: "looking" } | (ServerFrame & { readonly callOf?: string })

/** A real model behind a queue takes longer than any turn may. */
const answerWithinMs = 60_000
const openWithinMs = 15_000

export class AskedSession {
  readonly #socket: WebSocket
  #listener: ((frame: Newer) => void) | undefined
  #gone: (() => void) | undefined
  #asked = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on("message", (data: Buffer) => {
      this.#listener?.(JSON.parse(data.toString("utf8")) as Newer) // The server's own frames.
    })
    socket.on("error", () => undefined)
    socket.on("close", () => this.#gone?.())
  }

  /** Rejects where the store cannot be reached or refuses the customer. */
  static open(base: string, session: string, user: string | undefined): Promise<AskedSession> {
    const query = new URLSearchParams({ session, ...(user === undefined ? {} : { user }) })
    const address = `${base.replace(/^http/u, "ws").replace(/\/$/u, "")}/chat?${query.toString()}`
    const socket = new WebSocket(address, {
      perMessageDeflate: false,
      handshakeTimeout: openWithinMs,
    })
    const opened = new AskedSession(socket)
    return new Promise((resolve, reject) => {
      socket.once("open", () => {
        resolve(opened)
      })
      socket.once("error", reject)
    })
  }

  ask(text: string): Promise<Told> {
    const id = `q-${(this.#asked += 1)}`
    return new Promise((resolve) => {
      let turn: string | undefined
      let answer = ""
      let looked = false
      let firstMs: number | undefined
      let products: ReadonlyArray<ProductCard> = []
      let early: ReadonlyArray<ProductCard> | undefined
      const sentAt = performance.now()
      const end = (told: Pick<Told, "outcome"> & Partial<Told>) => {
        clearTimeout(timer)
        this.#listener = undefined
        this.#gone = undefined
        const known = {
          ...(turn === undefined ? {} : { turn }),
          ...(firstMs === undefined ? {} : { firstMs }),
        }
        resolve({ answer, products, early: early ?? products, looked, ...known, ...told })
      }
      const timer = setTimeout(() => {
        end({ outcome: `silent for ${answerWithinMs / 1_000} s` })
      }, answerWithinMs)
      this.#gone = () => {
        end({ outcome: "the socket was closed" })
      }
      this.#listener = (frame) => {
        if (frame.type === "turn-start" && frame.id === id) turn = frame.turn
        if (frame.type === "looking") looked = true
        if (frame.type === "products" && frame.turn === turn) products = frame.products
        if (frame.type === "delta" && frame.turn === turn) {
          firstMs ??= performance.now() - sentAt
          early ??= products
          answer += frame.text
        }
        if (frame.type === "turn-end" && frame.id === id) {
          const { callOf, degraded, finish, model, source, usage } = frame
          end({
            outcome: finish,
            source,
            degraded,
            ...(callOf === undefined ? {} : { turn: callOf }),
            ...(model === undefined ? {} : { model }),
            ...(usage === undefined ? {} : { usage }),
          })
        }
        if (frame.type === "error" && (frame.id === undefined || frame.id === id)) {
          end({ outcome: `error ${frame.code}` })
        }
      }
      if (this.#socket.readyState === WebSocket.OPEN) {
        this.#socket.send(JSON.stringify({ type: "message", id, text }))
      } else this.#gone()
    })
  }

  close(): void {
    this.#socket.close()
  }
}
