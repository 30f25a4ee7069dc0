/**
 * A customer's WebSocket over `ws`: asks one question at a time and times the first products, the first token and the
 * end from sending.
 */
import { once } from "node:events"
import { type ClientOptions, WebSocket } from "ws"

export interface Timed {
  readonly firstProductsMs: number | undefined
  readonly firstTokenMs: number | undefined
  readonly totalMs: number
  /** Frames of text. */
  readonly deltas: number
  readonly source: string
  readonly degraded: ReadonlyArray<string>
  readonly stages: ReadonlyArray<{
    readonly stage: string
    readonly startMs: number
    readonly endMs: number
    readonly outcome: string
  }>
}

interface Frame {
  readonly type: string
  readonly id?: string
  readonly message?: string
  readonly code?: string
  readonly source?: string
  readonly degraded?: ReadonlyArray<string>
  readonly timeline?: Timed["stages"]
}

const answerWithinMs = 20_000

export class StoreSocket {
  readonly #socket: WebSocket
  #listener: ((frame: Frame) => void) | undefined
  #asked = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on("message", (data: Buffer) => {
      this.#listener?.(JSON.parse(data.toString("utf8")) as Frame)
    })
    socket.on("error", () => undefined)
  }

  /** Open as soon as the handshake is done. */
  static async open(base: string, query: Readonly<Record<string, string>>): Promise<StoreSocket> {
    return StoreSocket.openAt(
      `${base.replace(/^http/u, "ws")}/chat?${new URLSearchParams(query).toString()}`,
    )
  }

  /** At any address that speaks the protocol. */
  static async openAt(address: string, options: ClientOptions = {}): Promise<StoreSocket> {
    const socket = new WebSocket(address, { ...options, perMessageDeflate: false })
    const opened = new StoreSocket(socket)
    await once(socket, "open")
    return opened
  }

  draft(text: string): void {
    this.#send({ type: "draft", text })
  }

  /** `cancel`: the rest of the answer is not waited for once its first token is here. */
  ask(text: string, { cancel = false } = {}): Promise<Timed> {
    const id = `q-${(this.#asked += 1)}`
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`no answer to "${text}" in ${answerWithinMs} ms`))
      }, answerWithinMs)
      let firstProductsMs: number | undefined
      let firstTokenMs: number | undefined
      let deltas = 0
      const sentAt = performance.now()
      this.#listener = (frame) => {
        const after = performance.now() - sentAt
        if (frame.type === "products") firstProductsMs ??= after
        else if (frame.type === "delta") {
          if (firstTokenMs === undefined && cancel) this.#send({ type: "cancel", id })
          firstTokenMs ??= after
          deltas += 1
        } else if (frame.type === "error") {
          // A cancellation that came after the end: the answer, or that of the question before, is whole.
          if (frame.code === "unknown-turn") return
          clearTimeout(timer)
          reject(new Error(frame.message))
        } else if (frame.type === "turn-end" && frame.id === id) {
          clearTimeout(timer)
          const { degraded = [], source = "", timeline = [] } = frame
          resolve({
            firstProductsMs,
            firstTokenMs,
            totalMs: after,
            deltas,
            source,
            degraded,
            stages: timeline,
          })
        }
      }
      this.#send({ type: "message", id, text })
    })
  }

  /** How long its answer takes. */
  ping(): Promise<number> {
    return new Promise((resolve) => {
      const sentAt = performance.now()
      this.#listener = ({ type }) => {
        if (type === "pong") resolve(performance.now() - sentAt)
      }
      this.#send({ type: "ping" })
    })
  }

  #send(frame: object): void {
    this.#socket.send(JSON.stringify(frame))
  }

  close(): void {
    this.#socket.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** Without a goodbye: for many at once. */
  terminate(): void {
    this.#socket.terminate()
  }
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
