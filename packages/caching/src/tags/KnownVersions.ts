/**
 * The tag versions that one instance knows: for each tag, the number of its last invalidation. `judge` tells by them
 * whether a value read after a given invalidation is current, outdated (one of its tags was invalidated later) or
 * unknown.
 *
 * Invalidations after a number called the horizon are all known; earlier ones only for tags that were looked up. The
 * number of tags is bounded: the one not heard of for longest is dropped, and the horizon moves up to its number.
 */
export type Verdict = "current" | "outdated" | "unknown"

interface Version {
  last: number
  /** Also complete for what came before the horizon. */
  exact: boolean
}

export class KnownVersions {
  readonly #versions = new Map<string, Version>()
  readonly #maxTags: number
  #horizon: number

  constructor(horizon: number, maxTags = 10_000) {
    this.#horizon = horizon
    this.#maxTags = maxTags
  }

  /** The invalidation with that number was of these tags. */
  invalidated(tags: ReadonlyArray<string>, number: number): void {
    for (const tag of tags) {
      const known = this.#versions.get(tag)
      this.#keep(tag, Math.max(number, known?.last ?? 0), known?.exact ?? false)
    }
  }

  /** No invalidation of the tag between `last` and the horizon. */
  learned(tag: string, last: number): void {
    this.#keep(tag, Math.max(last, this.#versions.get(tag)?.last ?? 0), true)
  }

  /** Whether something read after invalidation `since` still holds, as far as these tags go. */
  judge(tags: ReadonlyArray<string>, since: number): Verdict {
    let verdict: Verdict = "current"
    for (const tag of tags) {
      const known = this.#versions.get(tag)
      if (known !== undefined && known.last > since) return "outdated"
      if (since < this.#horizon && known?.exact !== true) verdict = "unknown"
    }
    return verdict
  }

  /** Invalidations up to that number may have been missed. */
  missedUpTo(number: number): void {
    this.#horizon = Math.max(this.#horizon, number)
    for (const [tag, version] of this.#versions) {
      version.exact = false
      if (version.last <= this.#horizon) this.#versions.delete(tag)
    }
  }

  #keep(tag: string, last: number, exact: boolean): void {
    // The map keeps the order of setting: the first is the one not heard of for longest.
    this.#versions.delete(tag)
    this.#versions.set(tag, { last, exact })
    if (this.#versions.size <= this.#maxTags) return
    const [oldest] = this.#versions
    if (oldest === undefined) return
    this.#versions.delete(oldest[0])
    this.#horizon = Math.max(this.#horizon, oldest[1].last)
  }
}
