/**
 * Queue of one socket's messages: one is answered at a time, at most four wait, more are refused. Answers keep the
 * order of arrival.
 */
import type { ServerFrame } from "@manga-assist/protocol"
import { MessageFrames } from "./MessageFrames.ts"
import type { ChatServices, Message } from "./ChatServices.ts"
import { MessageRun } from "./MessageRun.ts"
import type { QueuedRun } from "../resume/QueuedRun.ts"

const maxWaiting = 4

interface WaitingMessage {
  readonly message: Message
  readonly since: number
  /** Another of its chat was to be answered first. */
  readonly isBehind: boolean
  isCancelled: boolean
}

export interface Starts {
  /** Asked before each message; after a "no", `pump` is to be called when it may start. */
  readonly may: () => boolean
  /** Starts a message, which keeps the process to itself while it is read. */
  readonly timed: (start: () => void) => void
}

export interface QueueEvents {
  readonly push: (frame: ServerFrame) => void
  /** The last message that was taken is answered. */
  readonly idle: () => void
}

/** Begins to go on with a turn; `done` is to be called once. Undefined: there is nothing to go on with. */
type Resume = (done: () => void) => QueuedRun | undefined

type Waiting = WaitingMessage | { readonly resume: Resume }

const isMessage = (waiting: Waiting): waiting is WaitingMessage => "message" in waiting

export class MessageQueue {
  readonly #services: ChatServices
  readonly #starts: Starts
  readonly #events: QueueEvents
  #waiting: Array<Waiting> = []
  #running: QueuedRun | undefined
  #isClosed = false

  constructor(services: ChatServices, starts: Starts, events: QueueEvents) {
    this.#services = services
    this.#starts = starts
    this.#events = events
  }

  /** False when as many wait already as may. */
  offer(message: Message): boolean {
    const isBehind = !this.isIdle
    return this.#offer({ message, since: performance.now(), isBehind, isCancelled: false })
  }

  /** As `offer`: a turn that was begun elsewhere has its place in the order of answers. */
  resume(resume: Resume): boolean {
    return this.#offer({ resume })
  }

  #offer(waiting: Waiting): boolean {
    if (this.#waiting.length + (this.#running === undefined ? 0 : 1) > maxWaiting) return false
    this.#waiting.push(waiting)
    this.pump()
    return true
  }

  /** All that was taken is answered. */
  get isIdle(): boolean {
    return this.#running === undefined && this.#waiting.length === 0
  }

  /** Starts the next message if none is running. */
  pump(): void {
    while (!this.#isClosed && this.#running === undefined && this.#waiting.length > 0) {
      if (!this.#starts.may()) return
      const next = this.#waiting.shift()
      if (next === undefined) return
      if (!isMessage(next)) this.#goOn(next.resume)
      else if (next.isCancelled) this.#answerCancelled(next.message)
      else {
        const run = new MessageRun(
          this.#services,
          next.message,
          (frame) => this.#events.push(frame),
          () => this.#ended(),
        )
        this.#running = run
        const outcome = next.isBehind ? "ok" : "busy"
        this.#starts.timed(() => run.start({ ms: performance.now() - next.since, outcome }))
      }
    }
  }

  /**
   * Cancels the message of this id; false when none is running or waiting. A waiting one is answered when its
   * turn comes, so that frames of two turns never mix.
   */
  cancel(id: string): boolean {
    const same = this.#waiting.filter(isMessage).filter(({ message }) => message.id === id)
    for (const waiting of same) waiting.isCancelled = true
    const isRunning = this.#running?.id === id && this.#running.cancel()
    return isRunning || same.length > 0
  }

  /** Takes out everything that waits. */
  clear(): ReadonlyArray<Message> {
    const messages = this.#waiting.filter(isMessage).map(({ message }) => message)
    this.#waiting = []
    return messages
  }

  /** Nobody listens any more: the running message is abandoned, nothing starts. */
  close(): void {
    this.#isClosed = true
    this.#waiting = []
    this.#running?.abandon()
  }

  /** The connection was lost: as `close`, but who comes back may go on with the running message. */
  lose(): void {
    this.#isClosed = true
    this.#waiting = []
    this.#running?.lose()
  }

  #goOn(resume: Resume): void {
    let isOver = false
    const run = resume(() => {
      isOver = true
      this.#ended()
    })
    if (!isOver) this.#running = run
  }

  #ended(): void {
    this.#running = undefined
    this.pump()
    if (this.isIdle && !this.#isClosed) this.#events.idle()
  }

  #answerCancelled(message: Message): void {
    const frames = new MessageFrames(message.id, {
      push: (frame) => this.#events.push(frame),
      started: (turn) => this.#services.knownTurns.set(turn, message.session),
      firstContent: () => {},
      ended: (outcome, source) => this.#services.metrics.turns({ outcome, source }),
    })
    frames.cancel(this.#services.limits.latencyBudgetMs)
  }
}
