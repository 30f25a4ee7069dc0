/**
 * Timer for one task, here the answering of one message: calls back when the task has reported no event for too long,
 * or has taken too long as a whole. One timer for each task, however many events it has.
 */
export interface WatchdogOptions {
  /** Milliseconds without an event. */
  readonly silenceMs: number
  /** Milliseconds from start to end. */
  readonly limitMs: number
  readonly expired: () => void
}

export class Watchdog {
  readonly #options: WatchdogOptions
  readonly #endsAt: number
  #heardAt: number
  #isWaiting = false
  #timer: NodeJS.Timeout

  constructor(options: WatchdogOptions) {
    this.#options = options
    this.#heardAt = performance.now()
    this.#endsAt = this.#heardAt + options.limitMs
    this.#timer = setTimeout(() => this.#check(), Math.min(options.silenceMs, options.limitMs))
  }

  /** Something happened. */
  touch(): void {
    this.#heardAt = performance.now()
  }

  /** While waiting for somebody else's work silence is no sign of trouble; the whole limit still holds. */
  set waiting(isWaiting: boolean) {
    this.#isWaiting = isWaiting
    this.touch()
  }

  /** From now on only these milliseconds are left, once. */
  expireIn(milliseconds: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#options.expired, milliseconds)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #check(): void {
    const silentAt = this.#isWaiting ? Infinity : this.#heardAt + this.#options.silenceMs
    const left = Math.min(silentAt, this.#endsAt) - performance.now()
    // Timers may fire a fraction of a millisecond early.
    if (left < 1) this.#options.expired()
    else this.#timer = setTimeout(() => this.#check(), Math.min(left, this.#options.silenceMs))
  }
}
