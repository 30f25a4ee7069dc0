/**
 * Whether the worker still gets on. Every entry, pass and term is a beat; while it waits for the lead, none is due.
 *
 * Reads and calls of the model have deadlines of seconds and waits for customers are bounded, so that ten minutes
 * without a beat are a fault of ours: only a restart helps.
 */
import { monotonicMs } from "@manga-assist/connections"
import type { Clock } from "effect"

const longestMs = 600_000

export class Heartbeat {
  readonly #now: () => number
  /** Undefined while nothing is due. */
  #lastAt: number | undefined

  constructor(clock: Clock.Clock) {
    this.#now = monotonicMs(clock)
  }

  beat(): void {
    this.#lastAt = this.#now()
  }

  rest(): void {
    this.#lastAt = undefined
  }

  isHung(): boolean {
    return this.#lastAt !== undefined && this.#now() - this.#lastAt > longestMs
  }
}
