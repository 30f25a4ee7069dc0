/**
 * A token bucket for each user, or for each session of an anonymous visitor: bursts up to one minute's
 * share, then an even pace. Idle buckets are full buckets, so forgetting one after a minute loses nothing.
 */
import { BoundedMap } from "./BoundedMap.ts"

interface Bucket {
  tokens: number
  filledAt: number
}

const maxBuckets = 100_000

export class RateLimit {
  readonly #perMinute: number
  readonly #now: () => number
  readonly #buckets: BoundedMap<Bucket>

  /** `now` is monotonic milliseconds; `performance.now` unless given. */
  constructor(perMinute: number, now: () => number = () => performance.now()) {
    this.#perMinute = perMinute
    this.#now = now
    this.#buckets = new BoundedMap({ maxWeight: maxBuckets, maxAgeMs: Infinity, now })
  }

  /** Takes one token; false when none is left. */
  take(key: string): boolean {
    const now = this.#now()
    let bucket = this.#buckets.get(key)
    if (bucket === undefined) {
      bucket = { tokens: this.#perMinute, filledAt: now }
      this.#buckets.set(key, bucket)
    }
    const earned = ((now - bucket.filledAt) / 60_000) * this.#perMinute
    bucket.tokens = Math.min(this.#perMinute, bucket.tokens + earned)
    bucket.filledAt = now
    if (bucket.tokens < 1) return false
    bucket.tokens -= 1
    return true
  }
}
