/**
 * What one instance knows of invalidations: for a tag, the number of its last one.
 *
 * Complete for everything later than the horizon. Of what came before, only what was learned is known;
 * the bound is kept by forgetting the oldest and moving the horizon up to it.
 */
export type Verdict = "holds" | "over" | "unknown"

interface Epoch {
  last: number
  /** Also complete for what came before the horizon. */
  exact: boolean
}

export class TagEpochs {
  readonly #epochs = new Map<string, Epoch>()
  readonly #maxTags: number
  #horizon: number

  constructor(horizon: number, maxTags = 10_000) {
    this.#horizon = horizon
    this.#maxTags = maxTags
  }

  /** The invalidation with that number was of these tags. */
  invalidated(tags: ReadonlyArray<string>, number: number): void {
    for (const tag of tags) {
      const known = this.#epochs.get(tag)
      this.#keep(tag, Math.max(number, known?.last ?? 0), known?.exact ?? false)
    }
  }

  /** No invalidation of the tag between `last` and the horizon. */
  learned(tag: string, last: number): void {
    this.#keep(tag, Math.max(last, this.#epochs.get(tag)?.last ?? 0), true)
  }

  /** Whether something read after invalidation `since` still holds, as far as these tags go. */
  judge(tags: ReadonlyArray<string>, since: number): Verdict {
    let verdict: Verdict = "holds"
    for (const tag of tags) {
      const known = this.#epochs.get(tag)
      if (known !== undefined && known.last > since) return "over"
      if (since < this.#horizon && known?.exact !== true) verdict = "unknown"
    }
    return verdict
  }

  /** Invalidations up to that number may have been missed. */
  missedUpTo(number: number): void {
    this.#horizon = Math.max(this.#horizon, number)
    for (const [tag, epoch] of this.#epochs) {
      epoch.exact = false
      if (epoch.last <= this.#horizon) this.#epochs.delete(tag)
    }
  }

  #keep(tag: string, last: number, exact: boolean): void {
    // The map keeps the order of setting: the first is the one not heard of for longest.
    this.#epochs.delete(tag)
    this.#epochs.set(tag, { last, exact })
    if (this.#epochs.size <= this.#maxTags) return
    const [oldest] = this.#epochs
    if (oldest === undefined) return
    this.#epochs.delete(oldest[0])
    this.#horizon = Math.max(this.#horizon, oldest[1].last)
  }
}
