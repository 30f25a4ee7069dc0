/**
 * Tracks which tag invalidations one instance has received over Pub/Sub, and whether any is missing.
 *
 * Messages may be late, repeated, out of order or lost. Each has the number of its invalidation, so that gaps show:
 * tags whose last invalidation may lie in a gap become unknown and have to be read from Redis. Plain state, without
 * I/O.
 */
import { KnownVersions, type Verdict } from "./KnownVersions.ts"
import type { VersionStamp } from "./TagVersions.ts"

export class HeardInvalidations {
  #epoch: string | undefined
  #versions = new KnownVersions(0)
  /** All up to this one were heard, or are asked for. */
  #heard = 0
  /** Heard beyond a gap. */
  readonly #ahead = new Set<number>()
  #previous = 0
  #listening = false
  /** Counts the losses: what was learned before one says nothing after it. */
  losses = 0

  /** No invalidation can have been missed since `now`; `undefined` where that cannot be said. */
  get now(): VersionStamp | undefined {
    return this.#listening && this.#epoch !== undefined
      ? { epoch: this.#epoch, number: this.#heard }
      : undefined
  }

  lost(): void {
    this.#listening = false
    this.losses += 1
  }

  /** False when the message belongs to another counting than the one known. */
  message(epoch: string, number: number, tags: ReadonlyArray<string>): boolean {
    if (epoch !== this.#epoch) return false
    this.#versions.invalidated(tags, number)
    if (number > this.#heard) this.#ahead.add(number)
    while (this.#ahead.delete(this.#heard + 1)) this.#heard += 1
    return true
  }

  /**
   * What the counter stood at. `listening`: the channel stood before the counter was read. A number that
   * was counted at the last reading and has not arrived by this one is taken for lost.
   */
  counted(epoch: string, number: number, listening: boolean): void {
    if (epoch !== this.#epoch) {
      this.#epoch = epoch
      this.#versions = new KnownVersions(number)
      this.#ahead.clear()
      this.#heard = number
      this.#previous = number
      this.losses += 1
    }
    const resumed = listening && !this.#listening
    const missedUpTo = resumed ? number : this.#previous
    if (this.#heard < missedUpTo) {
      this.#versions.missedUpTo(missedUpTo)
      this.#heard = missedUpTo
      for (const each of this.#ahead) if (each <= missedUpTo) this.#ahead.delete(each)
      while (this.#ahead.delete(this.#heard + 1)) this.#heard += 1
      this.losses += 1
    }
    this.#previous = number
    if (resumed) this.#listening = true
  }

  /** Where the counter stands at least: one that is behind has lost a part, as in a failover. */
  get heard(): VersionStamp | undefined {
    return this.#epoch === undefined ? undefined : { epoch: this.#epoch, number: this.#heard }
  }

  judge(tags: ReadonlyArray<string>, since: VersionStamp): Verdict {
    if (!this.#listening) return "unknown"
    return since.epoch === this.#epoch ? this.#versions.judge(tags, since.number) : "outdated"
  }

  /** What the store said of a tag; only if nothing was lost since it was asked. */
  learned(tag: string, last: number): void {
    this.#versions.learned(tag, last)
  }
}
