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

  /** Which layer answered. */
  ask(text: string): Promise<string> {
    const id = `q-${(this.#asked += 1)}`
    return new Promise((resolve, reject) => {
      const late = () => reject(new Error(`no answer to "${text}" in ${answerWithinMs} ms`))
      const timer = setTimeout(late, answerWithinMs)
      this.#listener = ({ id: of, message, source = "", type }) => {
        if (type !== "error" && (type !== "turn-end" || of !== id)) return
        clearTimeout(timer)
        if (type === "error") reject(new Error(message))
        else resolve(source)
      }
      this.#send({ type: "message", id, text })
    })
  }

  ping(): Promise<void> {
    return new Promise((resolve) => {
      this.#listener = ({ type }) => {
        if (type === "pong") resolve()
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
