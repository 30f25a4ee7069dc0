/**
 * The records of a must-keep sink that wait on disk: those without room in memory, those that could not be written,
 * and those of an earlier process.
 *
 * `pick` takes a batch, oldest first, with at most one record per key and none whose key has an earlier record
 * waiting. A record that failed although others succeeded waits for its own retry time and is then tried alone.
 */
import type { Journal, Position } from "../journal/Journal.ts"
import type { BatchLimits, Held } from "./LiveQueue.ts"

/** A record that failed by itself, while it waits for its next try. */
export interface Deferral {
  readonly key: string | undefined
  readonly notBefore: number
  readonly attempts: number
  /** When it failed first. */
  readonly since: number
}

export interface BacklogOptions<A> {
  readonly journal: Journal
  readonly decode: (value: unknown) => A | undefined
  /** A record on disk could not be read any more, or is not one; its text is set aside. */
  readonly onLost: () => void
}

const idOf = ({ n, segment }: Position): string => `${segment.path}#${n}`

export class Backlog<A> {
  readonly #options: BacklogOptions<A>
  /** Records per key that wait or are under way, so that later ones line up behind them. */
  readonly #keys: Map<string, number>
  readonly #deferred = new Map<string, Deferral>()

  /** `keys`: how many records of each key an earlier process left. */
  constructor(options: BacklogOptions<A>, keys: Map<string, number>) {
    this.#options = options
    this.#keys = keys
  }

  get waiting(): number {
    return this.#options.journal.waiting
  }

  /** True when an earlier record of the key is here. */
  blocks(key: string | undefined): boolean {
    return key !== undefined && this.#keys.has(key)
  }

  /** Takes in a record that memory gives up. */
  add(held: Held<A>): void {
    if (held.position === undefined) return
    held.position.segment.move(held.position.n, "waiting")
    this.#count(held.key, 1)
  }

  /** When something may be picked; `Infinity` when nothing waits. */
  readyAt(now: number): number {
    if (this.waiting === 0) return Number.POSITIVE_INFINITY
    return this.waiting > this.#deferred.size ? now : this.nextDeferred()
  }

  nextDeferred(): number {
    let earliest = Number.POSITIVE_INFINITY
    for (const { notBefore } of this.#deferred.values()) earliest = Math.min(earliest, notBefore)
    return earliest
  }

  /** Milliseconds since the oldest was offered, by the wall clock; a clock set back gives 0. */
  oldestAgeMs(wallNow: number): number {
    for (const { n, segment } of this.#options.journal.waitingPositions()) {
      const line = segment.read(n)
      if (line !== undefined && line.at > 0) return Math.max(0, wallNow - line.at)
    }
    return 0
  }

  /**
   * A batch: at most one record of a key, and none of a key that has an earlier one, which waits
   * for its time here or, as `isLive` says, in memory. `everything`: also before its time.
   */
  pick(
    now: number,
    limits: BatchLimits,
    isLive: (key: string) => boolean,
    everything = false,
  ): ReadonlyArray<Held<A>> {
    const picked: Array<Held<A>> = []
    const lost: Array<Position> = []
    const keys = new Set<string>()
    let bytes = 0
    let reads = 0
    for (const position of this.#options.journal.waitingPositions()) {
      if (picked.length >= limits.count || reads >= 4 * limits.count) break
      const deferral = this.#deferred.get(idOf(position))
      if (!everything && deferral !== undefined && deferral.notBefore > now) {
        if (deferral.key !== undefined) keys.add(deferral.key)
        continue
      }
      // A record that failed by itself is tried by itself, so that others do not fail with it.
      if (deferral !== undefined && picked.length > 0) {
        if (deferral.key !== undefined) keys.add(deferral.key)
        continue
      }
      reads += 1
      const held = this.#load(position, now)
      if (held === undefined) {
        lost.push(position)
        continue
      }
      if (held.key !== undefined && (keys.has(held.key) || isLive(held.key))) continue
      if (picked.length > 0 && bytes + held.bytes > limits.bytes) break
      picked.push(held)
      bytes += held.bytes
      if (held.key !== undefined) keys.add(held.key)
      if (deferral !== undefined) break
    }
    for (const { position } of picked) position?.segment.move(position.n, "held")
    for (const position of lost) {
      this.#deferred.delete(idOf(position))
      this.#options.journal.setAside(position)
      this.#options.onLost()
    }
    if (lost.length > 0) this.#options.journal.done(lost)
    return picked
  }

  /** Picked and not written. */
  putBack(held: Held<A>): void {
    held.position?.segment.move(held.position.n, "waiting")
  }

  /** How often a record has failed by itself, and since when. */
  deferral(held: Held<A>): Deferral | undefined {
    return held.position === undefined ? undefined : this.#deferred.get(idOf(held.position))
  }

  /** Not to be picked before its time. */
  defer(held: Held<A>, deferral: Deferral): void {
    if (held.position !== undefined) this.#deferred.set(idOf(held.position), deferral)
  }

  /** Picked, and out of the way of its key: written, or for the dead-letter queue. */
  finish(batch: ReadonlyArray<Held<A>>): void {
    for (const { key, position } of batch) {
      this.#count(key, -1)
      if (position !== undefined) this.#deferred.delete(idOf(position))
    }
  }

  #load(position: Position, now: number): Held<A> | undefined {
    const line = position.segment.read(position.n)
    if (line === undefined) return undefined
    try {
      const record = this.#options.decode(JSON.parse(line.json))
      if (record === undefined) return undefined
      const { at, json, key } = line
      return { record, key, bytes: Buffer.byteLength(json), offeredAt: now, at, position, json }
    } catch {
      return undefined
    }
  }

  #count(key: string | undefined, by: number): void {
    if (key === undefined) return
    const count = (this.#keys.get(key) ?? 0) + by
    if (count > 0) this.#keys.set(key, count)
    else this.#keys.delete(key)
  }
}
