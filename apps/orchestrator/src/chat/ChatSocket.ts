/**
 * One WebSocket of the chat: sends `ready`, resolves the owner of the session, then handles frames until it closes.
 *
 * Closing it drops queued messages and interrupts the running turn. If the connection was lost without a close frame,
 * the turn goes on for a while, so that a client that reconnects can resume it.
 *
 * Its queue and its session tell it itself, by no functions of their own: tens of thousands of sockets are idle.
 */
import {
  type ClientFrame,
  decodeClientFrame,
  encodeServerFrame,
  maxFrameBytes,
  type ServerFrame,
} from "@manga-assist/protocol"
import { closeCodeOf, errorFrame, namedBy, type Refusal, refusals } from "../codec/Refusals.ts"
import { FrameGate } from "../bounds/FrameGate.ts"
import type { ChatServices } from "../messages/ChatServices.ts"
import type { Visitor } from "../identity/Visitor.ts"
import { Drafts, isDraft } from "../messages/Drafts.ts"
import type { Asked, Entry } from "./Entry.ts"
import { feedbackReply, goOn } from "./EarlierTurn.ts"
import { FrameWriter } from "../transport/FrameWriter.ts"
import type { Shown } from "../identity/Shown.ts"
import { MessageQueue, type QueueEvents } from "../messages/MessageQueue.ts"
import { NextStart } from "./NextStart.ts"
import { RecentEvents } from "../bounds/RecentEvents.ts"
import { countSent } from "../metrics/ServerMetrics.ts"
import { type SessionEvents, SocketSession } from "./SocketSession.ts"
import type { Ending, Socket, SocketListener } from "../transport/SocketServer.ts"

/** Frames that wait for the session's owner to be known. */
const maxHeld = 16
const badFramesPerMinute = 10

interface Held {
  readonly frame: ClientFrame
  readonly arrivedAt: number
}

export class ChatSocket implements SocketListener, QueueEvents, SessionEvents {
  readonly #services: ChatServices
  readonly #socket: Socket
  readonly #writer: FrameWriter
  readonly #queue: MessageQueue
  readonly #session: SocketSession
  readonly #drafts: Drafts
  readonly #badFrames = new RecentEvents(badFramesPerMinute, 60_000)
  readonly #address: string
  readonly #gate = new FrameGate()
  readonly #closed: () => void
  #held: Array<Held> = []
  #isEnded = false
  readonly #next: NextStart

  /** `closed` is called once, when the transport has let go of the socket. */
  constructor(services: ChatServices, address: string, socket: Socket, closed: () => void) {
    this.#address = address
    this.#services = services
    this.#socket = socket
    this.#closed = closed
    this.#drafts = new Drafts(services, address)
    this.#writer = new FrameWriter({
      write: (frames) => this.#write(frames),
      overflowed: () => {
        services.metrics.slowReaders()
        this.#end(true) // Too slow, or gone already: it may come back.
        socket.cut()
      },
    })
    this.#next = new NextStart({
      services,
      address,
      socket,
      pump: () => this.#queue.pump(),
      stalled: () => {
        services.metrics.slowReaders()
        this.#end()
        socket.cut()
      },
    })
    this.#queue = new MessageQueue(services, this.#next, this)
    this.#session = new SocketSession(services, address, this)
  }

  push(frame: ServerFrame): void {
    this.#writer.push(frame)
  }

  idle(): void {
    this.#session.leaveIfExpired()
  }

  entered(session: string, resumeToken: string): void {
    this.#writer.push({ type: "ready", session, protocol: 1, resumeToken })
    this.#writer.flush()
  }

  speaking(): void {
    for (;;) {
      const { speaker } = this.#session
      const next = speaker === undefined ? undefined : this.#held.shift()
      if (speaker === undefined || next === undefined) return
      this.#handle(next.frame, next.arrivedAt, speaker)
    }
  }

  expiring(expiresAt: number): void {
    this.#writer.push({ type: "auth-expiring", expiresAt })
  }

  expired(): void {
    for (const { id } of this.#queue.clear()) this.tell({ ...refusals.tokenExpired, id })
  }

  isAnswering(): boolean {
    return !this.#queue.isIdle
  }

  /** Begins the conversation; to be called once, when the socket is open. */
  open(shown: Shown, asked: Asked): void {
    this.#session.open(shown, asked)
  }

  /** As `open`, for who was let in before. */
  adopt(entry: Entry): void {
    this.#session.adopt(entry)
  }

  /** False: the frame was passed over or refused without its id; nothing that is said will name it. */
  message(data: Uint8Array, binary: boolean): boolean {
    const { visitorLimits } = this.#services
    return !this.#isEnded && visitorLimits.timed(this.#address, () => this.#read(data, binary))
  }

  pinged(): void {
    if (!this.#isEnded) this.#mayFrame(0, performance.now())
  }

  #read(data: Uint8Array, binary: boolean): boolean {
    const arrivedAt = performance.now()
    if (!this.#mayFrame(data.length, arrivedAt)) return false
    if (binary) return this.#refuseFrame("frames are text, not binary")
    if (isDraft(data) && !this.#drafts.mayBeRead()) return false
    if (data.length > maxFrameBytes) {
      this.#services.metrics.framesIn({ type: "too-large" })
      this.tell({ code: "too-large", message: "a frame has at most 16 KiB (16,384 bytes)" })
      return false
    }
    const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("utf8")
    const frame = decodeClientFrame(text)
    if ("problem" in frame) return this.#refuseFrame(frame.message, frame.id)
    this.#services.metrics.framesIn({ type: frame.type })
    const { speaker } = this.#session
    if (frame.type === "ping") this.#writer.push({ type: "pong" })
    else if (speaker === undefined) this.#hold(frame, arrivedAt)
    else this.#handle(frame, arrivedAt, speaker)
    return true
  }

  #mayFrame(bytes: number, now: number): boolean {
    const { metrics, visitorLimits } = this.#services
    const passage = this.#gate.pass(now, () => visitorLimits.frame(this.#address, bytes))
    if (passage === "take") return true
    metrics.framesIn({ type: "flood" })
    if (passage === "close") this.#expel("too many frames")
    else if (passage === "tell") {
      this.tell({ code: "rate-limited", message: "too many frames; wait a little" })
    }
    return false
  }

  drained(): void {
    this.#next.drained()
  }

  closed(ending: Ending): void {
    if (ending === "offence") this.#services.visitorLimits.offended(this.#address)
    this.#end(ending !== "goodbye")
    this.#closed()
  }

  /** The server is draining: what waits is refused, what runs goes on. */
  drain(): void {
    const held = this.#held.splice(0).map((waiting) => waiting.frame)
    const messages = held.filter((frame) => frame.type === "message")
    for (const { id } of [...messages, ...this.#queue.clear()]) {
      this.tell({ ...refusals.reconnect, id })
    }
  }

  /** Says what is left to say, then goodbye. */
  close(code: number, reason: string): void {
    if (this.#isEnded) return
    this.#writer.flush()
    this.#end()
    this.#socket.close(code, reason)
  }

  /** Refuses the whole socket: one error, then the close code. */
  refuse(refusal: Refusal): void {
    this.tell(refusal)
    this.close(closeCodeOf(refusal.code), refusal.message.slice(0, 100))
  }

  #expel(reason: string): void {
    this.#services.visitorLimits.offended(this.#address)
    this.close(1008, reason)
  }

  #hold(frame: ClientFrame, arrivedAt: number): void {
    if (frame.type === "draft" || frame.type === "ping") return
    if (this.#held.length < maxHeld) this.#held.push({ frame, arrivedAt })
    else {
      const message = "too many frames before the session was opened"
      this.tell({ code: "busy", message, ...namedBy(frame) })
    }
  }

  #handle(frame: ClientFrame, arrivedAt: number, speaker: Visitor): void {
    if (this.#isEnded) return
    if (frame.type === "message") {
      this.#drafts.forget()
      const { type: _type, ...message } = frame
      this.#accept({ ...speaker, ...message, arrivedAt })
    } else if (frame.type === "cancel") {
      if (!this.#queue.cancel(frame.id)) {
        const message = "no message of this id is running or waiting"
        this.tell({ code: "unknown-turn", message, id: frame.id })
      }
    } else if (frame.type === "feedback")
      this.push(feedbackReply(this.#services, this.#session, frame))
    else if (frame.type === "draft") this.#drafts.take(frame.text, arrivedAt, speaker)
    else if (frame.type === "resume") this.#goOn(frame, speaker)
    else if (frame.type === "auth") this.#session.renew(frame.token)
  }

  #accept(message: Parameters<MessageQueue["offer"]>[0]): void {
    const { isDraining, visitorLimits } = this.#services
    const { id } = message
    if (isDraining()) this.tell({ ...refusals.reconnect, id })
    else if (this.#session.isExpired) this.tell({ ...refusals.tokenExpired, id })
    else if (
      !visitorLimits.message(this.#address, this.#session.visitor ?? message, message.text.length)
    ) {
      this.tell({ ...refusals.tooManyMessages, id })
    } else if (!this.#queue.offer(message)) this.tell({ ...refusals.waiting, id })
    else if (this.#queue.isIdle) this.#writer.flush()
  }

  #goOn(frame: Extract<ClientFrame, { readonly type: "resume" }>, speaker: Visitor): void {
    const { turn } = frame
    if (!this.#services.visitorLimits.message(this.#address, speaker)) {
      this.tell({ ...refusals.tooManyMessages, turn })
      return
    }
    const isTaken = this.#queue.resume((done) =>
      goOn(this.#services, speaker, frame, (sent) => this.#writer.push(sent), done),
    )
    if (!isTaken) this.tell({ ...refusals.waiting, turn })
  }

  #refuseFrame(message: string, id?: string): boolean {
    this.#services.metrics.framesIn({ type: "bad" })
    this.#services.metrics.badFrames()
    this.tell({ code: "bad-frame", message, id })
    const now = performance.now()
    this.#badFrames.add(now)
    if (this.#badFrames.isFull(now)) this.#expel("too many bad frames")
    return id !== undefined
  }

  /** One error; the socket stays. */
  tell(refusal: Refusal): void {
    this.#writer.push(errorFrame(refusal))
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

  #end(isLost = false): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#next.stop()
    this.#drafts.forget()
    this.#writer.stop()
    this.#held = []
    if (isLost) this.#queue.lose()
    else this.#queue.close()
    this.#session.end()
  }
}
