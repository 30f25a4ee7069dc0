/**
 * One chat session over one WebSocket: asks one question at a time and records the answer as the customer sees it. Only
 * opening can reject: a refusal, a lost socket and a missing answer are recorded outcomes.
 */
import type { ProductCard, ServerFrame } from "@manga-assist/protocol"
import { WebSocket } from "ws"

export interface Told {
  readonly answer: string
  readonly products: ReadonlyArray<ProductCard>
  /** `complete`, or what ended it instead. */
  readonly outcome: string
  /** What the store had to do without. */
  readonly degraded?: ReadonlyArray<string>
  /** Which layer answered; absent where none did. */
  readonly source?: string
  /** What the store says of how it read the question. */
  readonly reason?: string
  /** Those that a prompt cache held included. */
  readonly inputTokens?: number
  readonly outputTokens?: number
}

/** A real model behind a queue takes longer than any turn may. */
const answerWithinMs = 60_000
const openWithinMs = 15_000

export class AskedSession {
  readonly #socket: WebSocket
  #listener: ((frame: ServerFrame) => void) | undefined
  #gone: (() => void) | undefined
  #asked = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on("message", (data: Buffer) => {
      this.#listener?.(JSON.parse(data.toString("utf8")) as ServerFrame) // The server's own frames.
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
      let products: ReadonlyArray<ProductCard> = []
      const end = (told: Pick<Told, "outcome"> & Partial<Told>) => {
        clearTimeout(timer)
        this.#listener = undefined
        this.#gone = undefined
        resolve({ answer, products, ...told })
      }
      const timer = setTimeout(() => {
        end({ outcome: `silent for ${answerWithinMs / 1_000} s` })
      }, answerWithinMs)
      this.#gone = () => {
        end({ outcome: "the socket was closed" })
      }
      this.#listener = (frame) => {
        switch (frame.type) {
          case "turn-start":
            if (frame.id === id) turn = frame.turn
            return
          case "products":
            if (frame.turn === turn) products = frame.products
            return
          case "delta":
            if (frame.turn === turn) answer += frame.text
            return
          case "turn-end": {
            if (frame.id !== id) return
            const { degraded, finish, reason, source, usage } = frame
            end({
              outcome: finish,
              source,
              degraded,
              ...(reason === undefined ? {} : { reason }),
              ...(usage === undefined
                ? {}
                : {
                    inputTokens: usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens,
                    outputTokens: usage.outputTokens,
                  }),
            })
            return
          }
          case "error":
            if (frame.id === undefined || frame.id === id) end({ outcome: `error ${frame.code}` })
            return
          case "feedback-ok":
          case "pong":
          case "ready":
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
