/** A map bounded by total weight and age: it evicts the least recently used entries first. */
import { LRUCache } from "lru-cache"

export interface BoundedMapOptions<V> {
  /** Sum of weights that is kept. An entry heavier than that is not kept. */
  readonly maxWeight: number
  /** Milliseconds an entry lives after it was set; reading does not prolong it. */
  readonly maxAgeMs: number
  /** Weight of one entry, whole and above 0; 1 unless given, which makes `maxWeight` a count. */
  readonly weigh?: (key: string, value: V) => number
  /** Monotonic milliseconds; `performance.now` unless given. */
  readonly now?: () => number
}

export class BoundedMap<V extends {}> extends LRUCache<string, V> {
  constructor({
    maxAgeMs,
    maxWeight,
    now = () => performance.now(),
    weigh = () => 1,
  }: BoundedMapOptions<V>) {
    super({
      maxSize: maxWeight,
      sizeCalculation: (value, key) => weigh(key, value),
      ttl: Number.isFinite(maxAgeMs) ? maxAgeMs : 0,
      // Asks the clock each time, instead of keeping its answer by a timer.
      ttlResolution: 0,
      // To the library 0 is no time.
      perf: { now: () => 1 + now() },
    })
  }
}
