/** A chat through the gateway: all frames in their order, and a client that sends again what the gateway could not hand over. */
import { WebSocket } from "ws"
import type { Frame } from "./ChatClient.ts"

/** Nobody may end a message by saying that another one is unknown. */
const isEndOf = (id: string) => (frame: Frame) =>
  frame["id"] === id &&
  (frame.type === "turn-end" || (frame.type === "error" && frame["code"] !== "unknown-turn"))

const mostMs = 60_000

export class GatewayChat {
  readonly socket: WebSocket
  readonly frames: Array<Frame> = []
  readonly #checks = new Set<() => void>()
  #asking: { readonly id: string; readonly text: string } | undefined

  private constructor(url: string) {
    this.socket = new WebSocket(url)
    this.socket.on("message", (data: Buffer) => this.#heard(JSON.parse(data.toString("utf8"))))
  }

  static async open(url: string): Promise<GatewayChat> {
    const chat = new GatewayChat(url)
    await new Promise<void>((resolve, reject) => {
      chat.socket.once("open", resolve)
      chat.socket.once("error", reject)
    })
    return chat
  }

  send(frame: unknown): void {
    this.socket.send(JSON.stringify(frame))
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN
  }

  /** Sent again when the gateway says that no instance took it, until it has an end. */
  ask(id: string, text: string): void {
    this.#asking = { id, text }
    this.send({ type: "message", id, text })
  }

  first(matches: (frame: Frame) => boolean): Promise<Frame> {
    return new Promise((resolve) => {
      const check = () => {
        const found = this.frames.find(matches)
        if (found === undefined) return
        this.#checks.delete(check)
        resolve(found)
      }
      this.#checks.add(check)
      check()
    })
  }

  /** Says what it knows where there is none for a minute. */
  async end(id: string): Promise<Frame> {
    const { promise, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      const last = this.frames.slice(-3).map((frame) => JSON.stringify(frame).slice(0, 200))
      reject(new Error(`${id} has no end; open: ${this.isOpen}; last frames: ${last.join(" ")}`))
    }, mostMs)
    try {
      return await Promise.race([this.first(isEndOf(id)), promise])
    } finally {
      clearTimeout(timer)
    }
  }

  ends(id: string): ReadonlyArray<Frame> {
    return this.frames.filter(isEndOf(id))
  }

  #heard(frame: Frame): void {
    this.frames.push(frame)
    for (const check of this.#checks) check()
    const { id } = this.#asking ?? {}
    if (frame["message"] !== "Internal server error" || id === undefined) return
    if (this.ends(id).length === 0) this.send({ type: "message", ...this.#asking })
  }
}

/** As a client shows them: a frame whose number was seen is the same frame again, and so is an end without one. */
export const seenOnce = (frames: ReadonlyArray<Frame>): ReadonlyArray<Frame> => {
  const seen = new Set<string>()
  return frames.filter((frame) => {
    const { id, seq, turn } = frame
    if (typeof seq !== "number" && id === undefined) return true
    const name = typeof seq === "number" ? `${String(turn)} ${seq}` : JSON.stringify(frame)
    if (seen.has(name)) return false
    seen.add(name)
    return true
  })
}

/** Turns of which a frame came behind one with a higher number, or behind their end. */
export const outOfOrder = (frames: ReadonlyArray<Frame>): ReadonlyArray<unknown> => {
  const last = new Map<unknown, number>()
  const ended = new Set<unknown>()
  const wrong: Array<unknown> = []
  for (const { seq, turn, type } of seenOnce(frames)) {
    if (typeof seq !== "number") continue
    if (seq <= (last.get(turn) ?? 0) || ended.has(turn)) wrong.push(turn)
    last.set(turn, seq)
    if (type === "turn-end") ended.add(turn)
  }
  return wrong
}
