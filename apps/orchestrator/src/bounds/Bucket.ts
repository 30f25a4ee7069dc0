/** A token bucket: allows bursts up to its size, then a steady rate. */
export interface BucketSize {
  readonly perSecond: number
  /** Tokens that may be taken at once. */
  readonly burst: number
}

export class Bucket {
  #tokens: number
  #filledAt: number

  constructor({ burst }: BucketSize, now: number) {
    this.#tokens = burst
    this.#filledAt = now
  }

  /** Takes so many, or none: false when there are not enough. `now` is in milliseconds. */
  take(size: BucketSize, amount: number, now: number): boolean {
    if (!this.has(size, amount, now)) return false
    this.#tokens -= amount
    return true
  }

  has(size: BucketSize, amount: number, now: number): boolean {
    this.#fill(size, now)
    return this.#tokens >= amount
  }

  /** Takes what was spent already, though it leads below nothing. */
  spend(size: BucketSize, amount: number, now: number): void {
    this.#fill(size, now)
    this.#tokens -= amount
  }

  #fill({ burst, perSecond }: BucketSize, now: number): void {
    const earned = ((now - this.#filledAt) / 1_000) * perSecond
    this.#tokens = Math.min(burst, this.#tokens + earned)
    this.#filledAt = now
  }
}
