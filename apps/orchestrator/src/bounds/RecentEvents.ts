/**
 * Sliding-window counter: tells whether an event happened `limit` times within the last `windowMs`. Remembers at most
 * `limit` timestamps.
 */
export class RecentEvents {
  readonly #limit: number
  readonly #windowMs: number
  /** Of an idle socket there are none. */
  #moments: Array<number> | undefined

  constructor(limit: number, windowMs: number) {
    this.#limit = limit
    this.#windowMs = windowMs
  }

  /** True while `limit` events lie within the window that ends at `now`, in milliseconds. */
  isFull(now: number): boolean {
    const oldest = this.#moments?.at(-this.#limit)
    return oldest !== undefined && now - oldest < this.#windowMs
  }

  /** Milliseconds until it is full no more; 0 when it is not. */
  fullFor(now: number): number {
    const oldest = this.#moments?.at(-this.#limit)
    return oldest === undefined ? 0 : Math.max(0, oldest + this.#windowMs - now)
  }

  add(now: number): void {
    this.#moments ??= []
    this.#moments.push(now)
    if (this.#moments.length > this.#limit) this.#moments.shift()
  }
}
