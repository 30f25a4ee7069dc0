/**
 * A foreign client: the `ws` package, frames collected in order, waits by predicate with a deadline.
 */
import { once } from "node:events"
import type { ServerFrame } from "@manga-assist/protocol"
import { type ClientOptions, WebSocket } from "ws"

type FrameOf<T extends ServerFrame["type"]> = Extract<ServerFrame, { readonly type: T }>

export class ChatClient {
  readonly socket: WebSocket
  readonly frames: Array<ServerFrame> = []
  readonly closed: Promise<number>
  closeCode: number | undefined
  readonly #checks = new Set<() => void>()

  constructor(url: string, protocols: Array<string> = [], options: ClientOptions = {}) {
    this.socket = new WebSocket(url, protocols, options)
    this.socket.on("message", (data: Buffer) => {
      this.frames.push(JSON.parse(data.toString("utf8")) as ServerFrame)
      for (const check of this.#checks) check()
    })
    this.socket.on("error", () => {})
    this.closed = new Promise((resolve) => {
      this.socket.once("close", (code) => {
        this.closeCode = code
        for (const check of this.#checks) check()
        resolve(code)
      })
    })
  }

  static async open(url: string, protocols: Array<string> = []): Promise<ChatClient> {
    const client = new ChatClient(url, protocols)
    await once(client.socket, "open")
    return client
  }

  send(frame: unknown): void {
    this.socket.send(JSON.stringify(frame))
  }

  message(id: string, text: string): void {
    this.send({ type: "message", id, text })
  }

  /** The first frame, past or future, that `matches`. */
  wait(matches: (frame: ServerFrame) => boolean, what = "a frame"): Promise<ServerFrame> {
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        this.#checks.delete(check)
        reject(new Error(`no ${what} in ${JSON.stringify(this.frames).slice(0, 2_000)}`))
      }, 8_000)
      const check = () => {
        const found = this.frames.find(matches)
        if (found === undefined && this.closeCode === undefined) return
        clearTimeout(deadline)
        this.#checks.delete(check)
        if (found === undefined) reject(new Error(`closed ${this.closeCode} before ${what}`))
        else resolve(found)
      }
      this.#checks.add(check)
      check()
    })
  }

  async first<T extends ServerFrame["type"]>(type: T, id?: string): Promise<FrameOf<T>> {
    const named = (frame: ServerFrame) => id === undefined || ("id" in frame && frame.id === id)
    const frame = await this.wait((one) => one.type === type && named(one), `${type} ${id ?? ""}`)
    return frame as FrameOf<T>
  }

  /** The `turn-end` or `error` that names the message. */
  end(id: string): Promise<ServerFrame> {
    return this.wait((frame) => isEnd(frame) && "id" in frame && frame.id === id, `end of ${id}`)
  }

  /** All that were received so far and name this turn or message. */
  of(id: string): Array<ServerFrame> {
    const turns = this.frames.filter((frame) => frame.type === "turn-start" && frame.id === id)
    const ids = new Set(turns.map((frame) => ("turn" in frame ? frame.turn : "")))
    return this.frames.filter(
      (frame) =>
        ("id" in frame && frame.id === id) ||
        ("turn" in frame && frame.turn !== undefined && ids.has(frame.turn)),
    )
  }

  /** Round trip: every answer to what was sent before has arrived. */
  async settled(): Promise<void> {
    const before = this.frames.filter((frame) => frame.type === "pong").length
    this.send({ type: "ping" })
    await this.wait(
      () => this.frames.filter((frame) => frame.type === "pong").length > before,
      "pong",
    )
  }

  async close(): Promise<void> {
    this.socket.close()
    await this.closed
  }
}

export const isEnd = (frame: ServerFrame): boolean =>
  frame.type === "turn-end" || frame.type === "error"
