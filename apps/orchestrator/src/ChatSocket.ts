/**
 * One WebSocket of the chat: says `ready`, learns whose session it is, and takes frames until it closes.
 *
 * Everything it started ends with it: the running turn is interrupted, waiting messages are dropped.
 */
import {
  type ClientFrame,
  decodeClientFrame,
  encodeServerFrame,
  type ErrorCode,
  maxFrameBytes,
  type ServerFrame,
} from "@manga-assist/protocol"
import type { Fiber } from "effect"
import type { ChatServices, Visitor } from "./ChatServices.ts"
import { type Claim, claimSession } from "./Claim.ts"
import { FrameWriter } from "./FrameWriter.ts"
import { MessageQueue } from "./MessageQueue.ts"
import { RecentEvents } from "./RecentEvents.ts"
import { countSent } from "./ServerMetrics.ts"
import type { Socket, SocketListener } from "./SocketServer.ts"

/** No new turn starts while this much of the last ones waits for the reader. */
const maxUnreadBytes = 65_536
/** How long a reader may leave that unread before it is cut. */
const stallMs = 15_000
/** Frames that wait for the session's owner to be known. */
const maxHeld = 16
const draftsPerSecond = 4
const badFramesPerMinute = 10

interface Held {
  readonly frame: ClientFrame
  readonly arrivedAt: number
}

export class ChatSocket implements SocketListener {
  readonly #services: ChatServices
  readonly #visitor: Visitor
  readonly #socket: Socket
  readonly #writer: FrameWriter
  readonly #queue: MessageQueue
  readonly #badFrames = new RecentEvents(badFramesPerMinute, 60_000)
  readonly #drafts = new RecentEvents(draftsPerSecond, 1_000)
  readonly #closed: () => void
  #held: Array<Held> = []
  #claim: Fiber.Fiber<Claim> | undefined
  #isOwned = false
  /** The latest of the drafts beyond the limit, taken when the limit allows it. */
  #heldDraft: NodeJS.Timeout | undefined
  #isEnded = false
  #stalled: NodeJS.Timeout | undefined

  /** `closed` is called once, when the transport has let go of the socket. */
  constructor(services: ChatServices, visitor: Visitor, socket: Socket, closed: () => void) {
    this.#services = services
    this.#visitor = visitor
    this.#socket = socket
    this.#closed = closed
    this.#writer = new FrameWriter({
      write: (frames) => this.#write(frames),
      overflowed: () => {
        services.metrics.slowReaders()
        this.#end()
        socket.cut()
      },
    })
    const push = (frame: ServerFrame) => this.#writer.push(frame)
    this.#queue = new MessageQueue(services, push, () => this.#mayStart())
  }

  /** Begins the conversation; to be called once, when the socket is open. */
  open(): void {
    const claim = this.#services.fork(claimSession(this.#services, this.#visitor))
    const known = claim.pollUnsafe()
    const isRefused = known?._tag === "Success" && known.value !== "owned"
    if (!isRefused) {
      this.#writer.push({ type: "ready", session: this.#visitor.session, protocol: 1 })
      this.#writer.flush()
    }
    this.#claim = claim
    claim.addObserver((exit) => this.#claimed(exit._tag === "Success" ? exit.value : "unknown"))
  }

  message(data: Uint8Array, binary: boolean): void {
    if (this.#isEnded) return
    const arrivedAt = performance.now()
    if (binary) {
      this.#refuseFrame("frames are text, not binary")
      return
    }
    if (data.length > maxFrameBytes) {
      this.#services.metrics.framesIn({ type: "too-large" })
      this.#error("too-large", "a frame has at most 16 KiB (16,384 bytes)", false)
      return
    }
    const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("utf8")
    const frame = decodeClientFrame(text)
    if ("problem" in frame) {
      this.#refuseFrame(frame.message, frame.id)
      return
    }
    this.#services.metrics.framesIn({ type: frame.type })
    if (frame.type === "ping") this.#writer.push({ type: "pong" })
    else if (this.#isOwned) this.#handle(frame, arrivedAt)
    else this.#hold(frame, arrivedAt)
  }

  drained(): void {
    clearTimeout(this.#stalled)
    this.#stalled = undefined
    this.#queue.pump()
  }

  closed(): void {
    this.#end()
    this.#closed()
  }

  /** The server is draining: what waits is refused, what runs goes on. */
  drain(): void {
    const held = this.#held.splice(0).map((waiting) => waiting.frame)
    const messages = held.filter((frame) => frame.type === "message")
    for (const { id } of [...messages, ...this.#queue.clear()]) this.#refuseDraining(id)
  }

  /** Says what is left to say, then goodbye. */
  close(code: number, reason: string): void {
    if (this.#isEnded) return
    this.#writer.flush()
    this.#end()
    this.#socket.close(code, reason)
  }

  /** Refuses the whole socket: one error, then the close code. */
  refuse(code: ErrorCode, message: string, closeCode: number): void {
    this.#error(code, message, closeCode === 1013)
    this.close(closeCode, message.slice(0, 100))
  }

  #claimed(claim: Claim): void {
    if (this.#isEnded) return
    if (claim === "refused") {
      this.refuse("unauthorized", "this session belongs to another user", 1008)
      return
    }
    if (claim === "unknown") {
      this.refuse("internal", "the session cannot be opened now; try again later", 1013)
      return
    }
    this.#isOwned = true
    this.#services.sessions.opened(this.#visitor)
    for (const { frame, arrivedAt } of this.#held.splice(0)) this.#handle(frame, arrivedAt)
  }

  #hold(frame: ClientFrame, arrivedAt: number): void {
    if (frame.type === "draft" || frame.type === "ping") return
    if (this.#held.length < maxHeld) this.#held.push({ frame, arrivedAt })
    else this.#error("busy", "too many frames before the session was opened", true, frame)
  }

  #handle(frame: ClientFrame, arrivedAt: number): void {
    if (this.#isEnded) return
    if (frame.type === "message") {
      clearTimeout(this.#heldDraft)
      const { id, text, locale, traceparent } = frame
      const chosen = {
        ...(locale === undefined ? {} : { locale }),
        ...(traceparent === undefined ? {} : { traceparent }),
      }
      this.#accept({ ...this.#visitor, id, text, ...chosen, arrivedAt })
    } else if (frame.type === "cancel") {
      if (!this.#queue.cancel(frame.id)) {
        this.#error("unknown-turn", "no message of this id is running or waiting", false, frame)
      }
    } else if (frame.type === "feedback") this.#takeFeedback(frame)
    else if (frame.type === "draft") this.#takeDraft(frame.text, arrivedAt)
  }

  #accept(message: Parameters<MessageQueue["offer"]>[0]): void {
    const { rateLimit, isDraining } = this.#services
    if (isDraining()) this.#refuseDraining(message.id)
    else if (!rateLimit.take(message.user ?? message.session)) {
      this.#error("rate-limited", "too many messages in one minute; wait a little", true, message)
    } else if (!this.#queue.offer(message)) {
      this.#error("busy", "one message is being answered and four wait already", true, message)
    } else if (this.#queue.isIdle) this.#writer.flush()
  }

  #takeFeedback(frame: Extract<ClientFrame, { readonly type: "feedback" }>): void {
    const { turn, rating, comment } = frame
    if (this.#services.knownTurns.get(turn) !== this.#visitor.session) {
      this.#error("unknown-turn", "no turn of this id is known on this session", false, { turn })
      return
    }
    const said = comment === undefined ? {} : { comment }
    let isTaken = false
    try {
      isTaken = this.#services.feedback.offer({ ...this.#visitor, turn, rating, ...said })
    } catch {
      this.#services.metrics.hookFailures()
    }
    if (isTaken) this.#writer.push({ type: "feedback-ok", turn })
    else this.#error("busy", "feedback cannot be taken now; try again later", true, { turn })
  }

  #takeDraft(text: string, now: number): void {
    clearTimeout(this.#heldDraft)
    if (this.#services.isDraining()) return
    if (this.#drafts.isFull(now)) {
      this.#services.metrics.draftsIgnored()
      const waitMs = Math.ceil(this.#drafts.fullFor(now))
      this.#heldDraft = setTimeout(() => this.#takeDraft(text, performance.now()), waitMs)
      return
    }
    this.#drafts.add(now)
    this.#services.sessions.draft(this.#visitor, text)
  }

  #refuseFrame(message: string, id?: string): void {
    const { metrics } = this.#services
    metrics.framesIn({ type: "bad" })
    metrics.badFrames()
    this.#error("bad-frame", message, false, id === undefined ? {} : { id })
    const now = performance.now()
    this.#badFrames.add(now)
    if (this.#badFrames.isFull(now)) this.close(1008, "too many bad frames")
  }

  #refuseDraining(id: string): void {
    this.#error("shutting-down", "the server is shutting down; reconnect", true, { id })
  }

  #error(
    code: ErrorCode,
    message: string,
    retryable: boolean,
    named: { readonly id?: string; readonly turn?: string } = {},
  ): void {
    const id = named.id === undefined ? {} : { id: named.id }
    const turn = named.turn === undefined ? {} : { turn: named.turn }
    this.#writer.push({ type: "error", code, message, retryable, ...id, ...turn })
  }

  #mayStart(): boolean {
    if (this.#socket.bufferedAmount() <= maxUnreadBytes) return true
    this.#stalled ??= setTimeout(() => {
      this.#services.metrics.slowReaders()
      this.#end()
      this.#socket.cut()
    }, stallMs)
    return false
  }

  #write(frames: ReadonlyArray<ServerFrame>): boolean {
    let isTaken = true
    this.#socket.cork(() => {
      for (const frame of frames) {
        isTaken &&= this.#socket.send(encodeServerFrame(frame)) !== "dropped"
      }
    })
    countSent(this.#services.metrics, frames)
    return isTaken
  }

  #end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    clearTimeout(this.#stalled)
    clearTimeout(this.#heldDraft)
    this.#writer.stop()
    this.#held = []
    this.#claim?.interruptUnsafe()
    this.#queue.close()
    if (this.#isOwned) this.#services.sessions.closed(this.#visitor)
  }
}
