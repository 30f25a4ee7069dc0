/**
 * The WebSocket of the customer beside an abuse: from an address of its own and signed in by a header, which the published
 * client cannot be told. Asks one question at a time and pings.
 */
import { once } from "node:events"
import { type ClientOptions, WebSocket } from "ws"

interface Frame {
  readonly type: string
  readonly id?: string
  readonly message?: string
  readonly code?: string
  readonly source?: string
}

const answerWithinMs = 20_000

export class AbuseSocket {
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

  /** At any address that speaks the protocol. */
  static async openAt(address: string, options: ClientOptions = {}): Promise<AbuseSocket> {
    const socket = new WebSocket(address, { ...options, perMessageDeflate: false })
    const opened = new AbuseSocket(socket)
    await once(socket, "open")
    return opened
  }

  ask(text: string): Promise<{ readonly source: string }> {
    const id = `q-${(this.#asked += 1)}`
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`no answer to "${text}" in ${answerWithinMs} ms`))
      }, answerWithinMs)
      this.#listener = (frame) => {
        if (frame.type === "error") {
          clearTimeout(timer)
          reject(new Error(frame.message))
        } else if (frame.type === "turn-end" && frame.id === id) {
          clearTimeout(timer)
          resolve({ source: frame.source ?? "" })
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

  [Symbol.dispose](): void {
    this.#socket.close()
  }
}
