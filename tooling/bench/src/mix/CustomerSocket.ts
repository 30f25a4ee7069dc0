/**
 * A simulated customer's WebSocket for open-loop load: messages, drafts (the line as typed so far), ratings and
 * cancellations are sent at given times, and each message records its outcome, timed from the intended sending.
 *
 * Every end of a message is counted, so that one with two ends or none shows. A message never rejects: silence, a
 * refusal and a lost socket are outcomes.
 */
import type { ServerFrame } from "@manga-assist/protocol"
import { WebSocket } from "ws"
import { sharedClock } from "../measure/OpenLoop.ts"

type TurnEnd = Extract<ServerFrame, { readonly type: "turn-end" }>

export interface Answered {
  readonly id: string
  /** Milliseconds from the intended sending; absent where it never came. */
  readonly firstProductsMs?: number
  readonly firstTokenMs?: number
  readonly totalMs?: number
  /** What ended it: the finish, `error` with its code, `closed` with the socket, or `silent`. */
  readonly outcome: TurnEnd["finish"] | `error ${string}` | "closed" | "silent"
  /** 1 unless something is wrong, or it was closed or silent: 0. */
  readonly ends: number
  readonly turn?: string
  readonly end?: TurnEnd
}

interface Message {
  readonly id: string
  readonly intended: number
  readonly settle: () => void
  turn?: string
  firstProductsMs?: number
  firstTokenMs?: number
  totalMs?: number
  outcome?: Answered["outcome"]
  ends: number
  end?: TurnEnd
  cancelled: boolean
}

/** Far beyond any deadline of a turn: what says nothing for so long says nothing any more. */
const silentAfterMs = 60_000
const openWithinMs = 10_000

export class CustomerSocket {
  readonly #socket: WebSocket
  readonly #messages = new Map<string, Message>()
  readonly #byTurn = new Map<string, Message>()
  readonly #waiting = new Set<Promise<Answered>>()
  /** Resolves when the socket is gone, whoever closed it. */
  readonly closed: Promise<void>
  #feedbackOk = 0
  #errors = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on("message", (data: Buffer) => {
      this.#receive(JSON.parse(data.toString("utf8")) as ServerFrame)
    })
    socket.on("error", () => undefined)
    this.closed = new Promise((resolve) => {
      socket.on("close", () => {
        for (const message of this.#messages.values()) this.#finish(message, "closed")
        resolve()
      })
    })
  }

  /** Rejects when the socket is not open within ten seconds. */
  static open(base: string, session: string, user: string | undefined): Promise<CustomerSocket> {
    const query = new URLSearchParams({ session, ...(user === undefined ? {} : { user }) })
    const socket = new WebSocket(`${base.replace(/^http/u, "ws")}/chat?${query.toString()}`, {
      perMessageDeflate: false,
      handshakeTimeout: openWithinMs,
    })
    const opened = new CustomerSocket(socket)
    return new Promise((resolve, reject) => {
      socket.once("open", () => {
        resolve(opened)
      })
      socket.once("error", reject)
      socket.once("close", () => {
        reject(new Error("the socket was closed before it was open"))
      })
    })
  }

  /** Resolves with what became of the message. `intended`: on the shared clock. */
  ask(id: string, text: string, intended: number): Promise<Answered> {
    const answered = new Promise<Answered>((resolve) => {
      const silence = setTimeout(() => {
        this.#finish(message, "silent")
      }, silentAfterMs)
      const message: Message = {
        id,
        // A timer may be a fraction of a millisecond early.
        intended: Math.min(intended, sharedClock.now()),
        ends: 0,
        cancelled: false,
        settle: () => {
          clearTimeout(silence)
          resolve(this.#told(message))
        },
      }
      this.#messages.set(id, message)
      if (!this.#send({ type: "message", id, text })) this.#finish(message, "closed")
    })
    this.#waiting.add(answered)
    void answered.then(() => this.#waiting.delete(answered))
    return answered
  }

  /** When every message so far has an outcome. */
  async settled(): Promise<void> {
    await Promise.all(this.#waiting)
  }

  draft(text: string): void {
    this.#send({ type: "draft", text })
  }

  /** A message that has ended by then is answered with `unknown-turn`, which is no second end of it. */
  cancel(id: string): void {
    const message = this.#messages.get(id)
    if (message !== undefined) message.cancelled = true
    this.#send({ type: "cancel", id })
  }

  rate(turn: string, rating: "up" | "down"): void {
    this.#send({ type: "feedback", turn, rating })
  }

  /** What became of every message so far, ends that came after the first included. */
  get messages(): ReadonlyArray<Answered> {
    return [...this.#messages.values()].map((message) => this.#told(message))
  }

  /** Ratings that the server confirmed. */
  get feedbackOk(): number {
    return this.#feedbackOk
  }

  /** Error frames that named none of the messages. */
  get otherErrors(): number {
    return this.#errors
  }

  close(): void {
    this.#socket.close()
  }

  /** As a network that goes away: no goodbye. */
  terminate(): void {
    this.#socket.terminate()
  }

  #send(frame: object): boolean {
    if (this.#socket.readyState !== WebSocket.OPEN) return false
    this.#socket.send(JSON.stringify(frame))
    return true
  }

  #receive(frame: ServerFrame): void {
    switch (frame.type) {
      case "turn-start": {
        const message = this.#messages.get(frame.id)
        if (message === undefined) return
        message.turn = frame.turn
        this.#byTurn.set(frame.turn, message)
        return
      }
      case "products": {
        const message = this.#byTurn.get(frame.turn)
        if (message !== undefined) message.firstProductsMs ??= since(message)
        return
      }
      case "delta": {
        const message = this.#byTurn.get(frame.turn)
        if (message !== undefined) message.firstTokenMs ??= since(message)
        return
      }
      case "turn-end": {
        const message = this.#messages.get(frame.id)
        if (message === undefined) return
        message.end ??= frame
        this.#ended(message, frame.finish)
        return
      }
      case "error": {
        const message = frame.id === undefined ? undefined : this.#messages.get(frame.id)
        if (message === undefined) this.#errors += 1
        else if (frame.code !== "unknown-turn" || !message.cancelled) {
          this.#ended(message, `error ${frame.code}`)
        }
        return
      }
      case "feedback-ok":
        this.#feedbackOk += 1
        return
      case "pong":
      case "ready":
    }
  }

  #ended(message: Message, outcome: Answered["outcome"]): void {
    message.ends += 1
    if (message.ends > 1) return
    message.totalMs = since(message)
    this.#finish(message, outcome)
  }

  #finish(message: Message, outcome: Answered["outcome"]): void {
    if (message.outcome !== undefined) return
    message.outcome = outcome
    message.settle()
  }

  #told(message: Message): Answered {
    const { cancelled: _, intended: __, settle: ___, outcome = "silent", ...told } = message
    return { ...told, outcome }
  }
}

const since = (message: Message): number => sharedClock.now() - message.intended
