/**
 * In-memory queue of one sink's records waiting for delivery. The queue itself has no bound: whoever adds records
 * limits their number.
 *
 * `pick` takes a batch from the front, within the given limits of count and bytes and by default with at most one
 * record per key: records of other keys may overtake, the order within a key is kept.
 */
import type { Position } from "../journal/Journal.ts"

export interface Held<A> {
  readonly record: A
  readonly key: string | undefined
  /** As JSON; of best-effort records an estimate, at most that. */
  readonly bytes: number
  /** Monotonic milliseconds: when it was offered, or picked from disk. */
  readonly offeredAt: number
  /** Wall-clock milliseconds: when it was offered. */
  readonly at: number
  /** Where it is on disk; absent for best-effort, and where the disk did not take it. */
  readonly position: Position | undefined
  /** Made once: at the offer for must-keep, when somebody asks for it otherwise. */
  json: string | undefined
}

export interface BatchLimits {
  readonly count: number
  readonly bytes: number
}

export class LiveQueue<A> {
  #items: Array<Held<A>> = []
  readonly #keys = new Map<string, number>()
  #head = 0
  #bytes = 0

  get size(): number {
    return this.#items.length - this.#head
  }

  get bytes(): number {
    return this.#bytes
  }

  get oldest(): Held<A> | undefined {
    return this.#items[this.#head]
  }

  hasKey(key: string): boolean {
    return this.#keys.has(key)
  }

  push(held: Held<A>): void {
    this.#items.push(held)
    this.#came(held)
  }

  shift(): Held<A> | undefined {
    const held = this.oldest
    if (held === undefined) return undefined
    this.#head += 1
    this.#gone(held)
    this.#compact()
    return held
  }

  /** Puts a record in the place of the one at `index`, which goes. */
  replace(index: number, held: Held<A>): void {
    const old = this.#items[this.#head + index]
    if (old === undefined) return
    this.#items[this.#head + index] = held
    this.#gone(old)
    this.#came(held)
  }

  /**
   * A batch from the front. `apart`: at most one record of a key; those passed over stay in front.
   */
  pick(limits: BatchLimits, sameKey: "apart" | "together" = "apart"): ReadonlyArray<Held<A>> {
    const apart = sameKey === "apart"
    const picked: Array<Held<A>> = []
    const passed: Array<Held<A>> = []
    const keys = new Set<string>()
    let bytes = 0
    let at = this.#head
    while (picked.length < limits.count && passed.length < 4 * limits.count) {
      const held = this.#items[at]
      if (held === undefined) break
      if (apart && held.key !== undefined && keys.has(held.key)) passed.push(held)
      else {
        if (picked.length > 0 && bytes + held.bytes > limits.bytes) break
        picked.push(held)
        bytes += held.bytes
        if (apart && held.key !== undefined) keys.add(held.key)
      }
      at += 1
    }
    this.#head = at - passed.length
    for (const [index, held] of passed.entries()) this.#items[this.#head + index] = held
    for (const held of picked) this.#gone(held)
    this.#compact()
    return picked
  }

  /** Takes out what has one of these keys, in order. */
  takeKeys(keys: ReadonlySet<string>): ReadonlyArray<Held<A>> {
    if (keys.size === 0) return []
    const has = (held: Held<A>) => held.key !== undefined && keys.has(held.key)
    const all = this.#items.slice(this.#head)
    const taken = all.filter(has)
    if (taken.length === 0) return taken
    this.#items = all.filter((held) => !has(held))
    this.#head = 0
    for (const held of taken) this.#gone(held)
    return taken
  }

  #came({ bytes, key }: Held<A>): void {
    this.#bytes += bytes
    if (key !== undefined) this.#keys.set(key, (this.#keys.get(key) ?? 0) + 1)
  }

  #gone({ bytes, key }: Held<A>): void {
    this.#bytes -= bytes
    if (key === undefined) return
    const left = (this.#keys.get(key) ?? 0) - 1
    if (left > 0) this.#keys.set(key, left)
    else this.#keys.delete(key)
  }

  #compact(): void {
    // Cheap on average: half of what is copied was taken since the last time.
    if (this.#head < 1_024 || this.#head * 2 < this.#items.length) return
    this.#items = this.#items.slice(this.#head)
    this.#head = 0
  }
}
