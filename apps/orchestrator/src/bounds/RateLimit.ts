/**
 * A token bucket for each key of one name space, such as users or addresses. Idle buckets are full buckets, so
 * forgetting one loses nothing but what it still owed.
 */
import { BoundedMap } from "./BoundedMap.ts"
import { Bucket, type BucketSize } from "./Bucket.ts"

const maxBuckets = 100_000

export class RateLimit {
  readonly #size: BucketSize
  readonly #now: () => number
  readonly #buckets: BoundedMap<Bucket>

  /** `now` is monotonic milliseconds; `performance.now` unless given. */
  constructor(size: BucketSize, now: () => number = () => performance.now()) {
    this.#size = size
    this.#now = now
    this.#buckets = new BoundedMap({ maxWeight: maxBuckets, maxAgeMs: Infinity, now })
  }

  /** Takes so many tokens; false, and none is taken, when there are not enough. */
  take(key: string, amount = 1): boolean {
    const now = this.#now()
    return this.#bucket(key, now).take(this.#size, amount, now)
  }

  /** Takes what was spent already. */
  spend(key: string, amount: number): void {
    const now = this.#now()
    this.#bucket(key, now).spend(this.#size, amount, now)
  }

  #bucket(key: string, now: number): Bucket {
    const known = this.#buckets.get(key)
    if (known !== undefined) return known
    const made = new Bucket(this.#size, now)
    this.#buckets.set(key, made)
    return made
  }
}

/** A minute's share at once, then an even pace. */
export const perMinute = (count: number): BucketSize => ({ perSecond: count / 60, burst: count })
