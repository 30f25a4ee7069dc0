/**
 * One customer's WebSocket in `bench peers`: asks one question at a time and times the answer from the intended
 * sending. A question never rejects: an error or silence is an outcome.
 */
import { once } from "node:events"
import { WebSocket } from "ws"

export interface Told {
  /** Milliseconds from the intended start; absent when no text came. */
  readonly firstMs?: number
  readonly endMs: number
  /** `silent`: nothing more came within the deadline. */
  readonly outcome: "complete" | "error" | "silent"
  /** Of the error. */
  readonly message?: string
}

interface Frame {
  readonly type: string
  readonly id?: string
  readonly text?: string
  readonly message?: string
}

export const now = (): number => performance.timeOrigin + performance.now()

export class ChatSocket {
  readonly #socket: WebSocket
  #onFrame: ((frame: Frame) => void) | undefined
  #asked = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on("message", (data: Buffer) => {
      this.#onFrame?.(JSON.parse(data.toString("utf8")) as Frame)
    })
    socket.on("error", () => {})
    socket.once("close", () => {
      this.#onFrame?.({ type: "error", message: "the socket was closed" })
    })
  }

  static async open(url: string): Promise<ChatSocket> {
    const socket = new WebSocket(url, { perMessageDeflate: false })
    const opened = new ChatSocket(socket)
    await once(socket, "open")
    return opened
  }

  /** `intended`: on the clock of `now`. Never rejects. */
  ask(
    question: { readonly text: string; readonly model?: string | undefined },
    intended: number,
    withinMs: number,
  ): Promise<Told> {
    const id = `q-${(this.#asked += 1)}`
    return new Promise((resolve) => {
      let firstMs: number | undefined
      const end = (outcome: Told["outcome"], message?: string) => {
        clearTimeout(timer)
        this.#onFrame = undefined
        resolve({
          endMs: now() - intended,
          outcome,
          ...(firstMs === undefined ? {} : { firstMs }),
          ...(message === undefined ? {} : { message }),
        })
      }
      const timer = setTimeout(() => {
        end("silent")
      }, withinMs)
      this.#onFrame = ({ id: about, type, text, message }) => {
        // What still comes of an earlier question that was given up.
        if (about !== undefined && about !== id) return
        if (type === "delta" && text !== "") firstMs ??= now() - intended
        else if (type === "turn-end") end("complete")
        else if (type === "error") end("error", message)
      }
      this.#socket.send(JSON.stringify({ type: "message", id, ...question }))
    })
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN
  }

  close(): void {
    this.#socket.terminate()
  }
}
