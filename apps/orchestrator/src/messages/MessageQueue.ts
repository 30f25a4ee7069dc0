/**
 * The messages of one socket: one is answered, at most four wait, answers leave in the order of arrival.
 */
import type { ServerFrame } from "@manga-assist/protocol"
import { MessageFrames } from "./MessageFrames.ts"
import type { ChatServices, Message } from "./ChatServices.ts"
import { MessageRun } from "./MessageRun.ts"

const maxWaiting = 4

interface Waiting {
  readonly message: Message
  readonly since: number
  isCancelled: boolean
}

export class MessageQueue {
  readonly #services: ChatServices
  readonly #push: (frame: ServerFrame) => void
  readonly #mayStart: () => boolean
  readonly #spent: (ms: number) => void
  #waiting: Array<Waiting> = []
  #running: MessageRun | undefined
  #isClosed = false

  /**
   * `mayStart` is asked before each message; after a "no", `pump` is to be called when it may. `spent` hears how
   * long each kept the process to itself: mostly, how long it took to read.
   */
  constructor(
    services: ChatServices,
    push: (frame: ServerFrame) => void,
    mayStart: () => boolean,
    spent: (ms: number) => void,
  ) {
    this.#spent = spent
    this.#services = services
    this.#push = push
    this.#mayStart = mayStart
  }

  /** False when as many wait already as may. */
  offer(message: Message): boolean {
    if (this.#waiting.length + (this.#running === undefined ? 0 : 1) > maxWaiting) return false
    this.#waiting.push({ message, since: performance.now(), isCancelled: false })
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
      if (!this.#mayStart()) return
      const next = this.#waiting.shift()
      if (next === undefined) return
      if (next.isCancelled) this.#answerCancelled(next.message)
      else {
        const run = new MessageRun(this.#services, next.message, this.#push, () => {
          this.#running = undefined
          this.pump()
        })
        this.#running = run
        const startedAt = performance.now()
        run.start(startedAt - next.since)
        this.#spent(performance.now() - startedAt)
      }
    }
  }

  /**
   * Cancels the message of this id; false when none is running or waiting. A waiting one is answered when its
   * turn comes, so that frames of two turns never mix.
   */
  cancel(id: string): boolean {
    const same = this.#waiting.filter((waiting) => waiting.message.id === id)
    for (const waiting of same) waiting.isCancelled = true
    const isRunning = this.#running?.message.id === id && this.#running.cancel()
    return isRunning || same.length > 0
  }

  /** Takes out everything that waits. */
  clear(): ReadonlyArray<Message> {
    const messages = this.#waiting.map((waiting) => waiting.message)
    this.#waiting = []
    return messages
  }

  /** Nobody listens any more: the running message is abandoned, nothing starts. */
  close(): void {
    this.#isClosed = true
    this.#waiting = []
    this.#running?.abandon()
  }

  #answerCancelled(message: Message): void {
    const frames = new MessageFrames(message.id, {
      push: this.#push,
      started: (turn) => this.#services.knownTurns.set(turn, message.session),
      firstContent: () => {},
      ended: (outcome, source) => this.#services.metrics.turns({ outcome, source }),
    })
    frames.cancel(this.#services.limits.latencyBudgetMs)
  }
}
