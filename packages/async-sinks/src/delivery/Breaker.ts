/**
 * A circuit breaker for a target: closed while it takes records, open after a number of failures in a row, then half
 * open with one record at a time.
 *
 * Pure state; times are monotonic milliseconds. Only complete failures count: a target that takes part of a batch is
 * up.
 */
import { type Backoff, fullJitter } from "./Backoff.ts"

export interface BreakerOptions {
  /** Failures in a row that open it. */
  readonly attempts: number
  /** Most records of a batch. */
  readonly count: number
  readonly backoff: Backoff
}

export class Breaker {
  readonly #options: BreakerOptions
  #failures = 0
  #failingSince = 0
  /** Doubled with each success after it was open, so that a target that wakes up is not buried. */
  #width: number
  #nextTryAt = 0

  constructor(options: BreakerOptions) {
    this.#options = options
    this.#width = options.count
  }

  get isOpen(): boolean {
    return this.#failures >= this.#options.attempts
  }

  /** The last it was asked for it did not take. */
  get isFailing(): boolean {
    return this.#failures > 0
  }

  /** Most records of the next batch; 1 is a probe. */
  get width(): number {
    return this.isOpen ? 1 : this.#width
  }

  /** Not to be asked before; in the past while it is well. */
  get nextTryAt(): number {
    return this.#nextTryAt
  }

  /** How long it has taken nothing. */
  failingFor(now: number): number {
    return this.#failures === 0 ? 0 : now - this.#failingSince
  }

  wrote(): void {
    if (this.isOpen) this.#width = 1
    this.#failures = 0
    this.#nextTryAt = 0
    this.#width = Math.min(this.#options.count, this.#width * 2)
  }

  failed(now: number, random: number): void {
    if (this.#failures === 0) this.#failingSince = now
    this.#failures += 1
    this.#nextTryAt = now + fullJitter(this.#failures, random, this.#options.backoff)
  }
}
