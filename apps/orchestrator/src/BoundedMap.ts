/**
 * A map that forgets: the least recently used entries beyond a total weight, and whatever is too old.
 */
export interface BoundedMapOptions<V> {
  /** Sum of weights that is kept. */
  readonly maxWeight: number
  /** Milliseconds an entry lives after it was set; reading does not prolong it. */
  readonly maxAgeMs: number
  /** Weight of one entry; 1 unless given, which makes `maxWeight` a count. */
  readonly weigh?: (key: string, value: V) => number
  /** Monotonic milliseconds; `performance.now` unless given. */
  readonly now?: () => number
}

interface Entry<V> {
  readonly value: V
  readonly weight: number
  readonly setAt: number
}

export class BoundedMap<V> {
  readonly #entries = new Map<string, Entry<V>>()
  readonly #options: BoundedMapOptions<V>
  #weight = 0

  constructor(options: BoundedMapOptions<V>) {
    this.#options = options
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    if (this.#now() - entry.setAt > this.#options.maxAgeMs) {
      this.delete(key)
      return undefined
    }
    // Map keeps insertion order, so the first key is always the least recently used.
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    return entry.value
  }

  /** An entry heavier than the whole map is not kept. */
  set(key: string, value: V): void {
    this.delete(key)
    const weight = this.#options.weigh?.(key, value) ?? 1
    if (weight > this.#options.maxWeight) return
    this.#entries.set(key, { value, weight, setAt: this.#now() })
    this.#weight += weight
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.#options.maxWeight) break
      this.delete(oldest)
    }
  }

  delete(key: string): void {
    const entry = this.#entries.get(key)
    if (entry === undefined) return
    this.#entries.delete(key)
    this.#weight -= entry.weight
  }

  #now(): number {
    return (this.#options.now ?? (() => performance.now()))()
  }
}
