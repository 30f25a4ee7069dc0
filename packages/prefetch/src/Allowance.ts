/**
 * Limits speculative reads to a share of all reads: a token bucket that starts with a burst and is refilled a little
 * by each read that was needed.
 */
export class Allowance {
  readonly #perRead: number
  readonly #most: number
  #left: number

  /** `share` of all reads may be guesses, 0 to below 1; `burst` of them before any other was made. */
  constructor(share: number, burst: number) {
    this.#perRead = share / (1 - share)
    this.#most = Math.max(burst, this.#perRead)
    this.#left = burst
  }

  /** A read that was no guess was made. */
  earn(): void {
    this.#left = Math.min(this.#most, this.#left + this.#perRead)
  }

  /** Half of the most is left: guesses need not be chosen. */
  get isRich(): boolean {
    return this.#left >= this.#most / 2
  }

  /** True when a guess may be made now. */
  spend(): boolean {
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
