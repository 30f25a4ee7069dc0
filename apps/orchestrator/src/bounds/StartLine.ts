/**
 * Starts messages for a few milliseconds in each turn of the event loop, and lets those of other sockets wait for the
 * next: reading a message keeps the process to itself, and a hundred may come, or be next, at once. While few come,
 * none waits.
 */
import { Effect } from "effect"

/** Pings and answers that are under way wait for so long at most, and for one message. */
const turnMs = 2

export class StartLine {
  readonly #now: () => number
  #spentMs = 0
  readonly #waiting = new Set<() => void>()
  #isCounting = false

  /** `now` is monotonic milliseconds; `performance.now` unless given. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** False: `again` is called, once, when it may ask again. */
  mayStart(again: () => void): boolean {
    if (this.#spentMs < turnMs) return true
    this.#waiting.add(again)
    return false
  }

  /** For what one answer of a store lets go on together: waits, and what is done then at once is counted. */
  readonly inLine: Effect.Effect<void> = Effect.callback((resume) => {
    const again = () => this.timed(() => resume(Effect.void))
    this.#waiting.add(again)
    this.#count()
    return Effect.sync(() => this.#waiting.delete(again))
  })

  timed(start: () => void): void {
    const startedAt = this.#now()
    start()
    this.#spentMs += this.#now() - startedAt
    this.#count()
  }

  #count(): void {
    if (this.#isCounting) return
    this.#isCounting = true
    setImmediate(this.#next)
  }

  readonly #next = (): void => {
    this.#spentMs = 0
    this.#isCounting = false
    for (const again of this.#waiting) {
      if (this.#spentMs >= turnMs) break
      this.#waiting.delete(again)
      again()
    }
    if (this.#waiting.size > 0) this.#count()
  }
}
