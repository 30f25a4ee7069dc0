/**
 * One token bucket for each key of a name space, such as users or addresses.
 *
 * An idle bucket is full, so evicting it loses no state.
 */
import { BoundedMap } from "./BoundedMap.ts"
import { Bucket, type BucketSize } from "./Bucket.ts"

const maxBuckets = 100_000

export class RateLimit {
  readonly #size: BucketSize
  readonly #now: () => number
  readonly #buckets: BoundedMap<Bucket>
  /** What was taken since it was asked for last, by key; nothing is noted before `note`. */
  #taken: Map<string, number> | undefined

  /** `now` is monotonic milliseconds; `performance.now` unless given. */
  constructor(size: BucketSize, now: () => number = () => performance.now()) {
    this.#size = size
    this.#now = now
    this.#buckets = new BoundedMap({ maxWeight: maxBuckets, maxAgeMs: Infinity, now })
  }

  /** Takes so many tokens; false, and none is taken, when there are not enough. */
  take(key: string, amount = 1): boolean {
    const now = this.#now()
    if (!this.#bucket(key, now).take(this.#size, amount, now)) return false
    if (amount > 0) this.#taken?.set(key, (this.#taken.get(key) ?? 0) + amount)
    return true
  }

  /** Whether so many could be taken now. */
  has(key: string, amount: number): boolean {
    const now = this.#now()
    return this.#bucket(key, now).has(this.#size, amount, now)
  }

  /** Takes what was spent already. */
  spend(key: string, amount: number): void {
    const now = this.#now()
    this.#bucket(key, now).spend(this.#size, amount, now)
  }

  /** From now on `taken` has something to say. */
  note(): void {
    this.#taken ??= new Map()
  }

  /** What was taken since this was asked last. */
  taken(): ReadonlyArray<readonly [key: string, amount: number]> {
    const taken = [...(this.#taken ?? [])]
    this.#taken?.clear()
    return taken
  }

  /** Another process let this key take so many: never more at once than a bucket holds. */
  tookElsewhere(key: string, amount: number): void {
    if (amount > 0) this.spend(key, Math.min(amount, this.#size.burst))
  }

  /** What is left to pay, of all that was taken within a minute: a bucket fills while it is emptied. */
  shareOfMinute(amount: number): number {
    return amount * Math.min(1, this.#size.burst / (60 * this.#size.perSecond))
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
