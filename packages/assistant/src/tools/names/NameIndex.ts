/**
 * Finds what a name means among the spellings of a list: one of them, the only one that begins so, or the only one that
 * it is a misspelling of. For a name that means none it tells the nearest.
 *
 * Figures are never taken for others: "20th Century Boys" is no "21st Century Boys".
 */
import { clearlyNearest, slipsIn } from "@manga-assist/language"
import { LRUCache } from "lru-cache"
import { folded, foldedAsWritten } from "./Folded.ts"

export interface Entry {
  readonly value: string
  /** How it is called when it is told as near. */
  readonly label: string
  readonly spellings: ReadonlyArray<string>
}

/** Letters from which on the beginning of a name is enough; kanji and kana say more each. */
const latinStart = 4
const otherStart = 2
const latin = /^[a-z0-9]+$/u

const mayBegin = (name: string): boolean =>
  name.length >= (latin.test(name) ? latinStart : otherStart)

/** Letters from which on a misspelling is taken for a name: "Naro" could be anything. */
const shortestGuessed = 5

/** A label of a look-up and the look-up itself ask for the same names: a misspelling costs half a millisecond. */
const mostRemembered = 200
/** Letters of a name that is remembered: schemas of tools allow no longer ones. */
const longestRemembered = 100

const mostNear = 3
/** Of the pairs of letters of both, so many must be shared. */
const leastShared = 0.5

const pairsOf = (name: string): ReadonlySet<string> =>
  new Set(
    name.length < 2
      ? [name]
      : Array.from({ length: name.length - 1 }, (_, at) => name.slice(at, at + 2)),
  )

/** 0 to 1, by shared pairs of letters. */
const likeness = (pairs: ReadonlySet<string>, spelling: string): number => {
  const others = pairsOf(spelling)
  const shared = [...others].filter((pair) => pairs.has(pair)).length
  return (2 * shared) / (pairs.size + others.size)
}

export class NameIndex {
  readonly #entries = new Map<string, Entry>()
  readonly #spellings = new Map<string, ReadonlyArray<Entry>>()
  /** By what was written; until another name comes or goes. */
  readonly #found = new LRUCache<string, ReadonlyArray<string>>({ max: mostRemembered })

  /** In the place of what was called so before. */
  put(entry: Entry): void {
    this.delete(entry.value)
    const spellings = [...new Set(entry.spellings.map(folded))].filter((each) => each !== "")
    const kept = { ...entry, spellings }
    this.#entries.set(entry.value, kept)
    for (const spelling of spellings) {
      this.#spellings.set(spelling, [...(this.#spellings.get(spelling) ?? []), kept])
    }
  }

  delete(value: string): void {
    this.#found.clear()
    for (const spelling of this.#entries.get(value)?.spellings ?? []) {
      const others = this.#spellings.get(spelling)?.filter((each) => each.value !== value) ?? []
      if (others.length > 0) this.#spellings.set(spelling, others)
      else this.#spellings.delete(spelling)
    }
    this.#entries.delete(value)
  }

  get labels(): ReadonlyArray<string> {
    return [...this.#entries.values()].map(({ label }) => label)
  }

  /** Values that the name means: none, or several that are called the same. */
  find(written: string): ReadonlyArray<string> {
    const known = this.#found.get(written)
    if (known !== undefined) return known
    const found = this.#meantBy(written)
    if (written.length <= longestRemembered) this.#found.set(written, found)
    return found
  }

  #meantBy(written: string): ReadonlyArray<string> {
    const name = foldedAsWritten(written)
    if (name === "") return []
    const exact = this.#spellings.get(name) ?? this.#spellings.get(folded(written))
    if (exact !== undefined && exact.length > 0) return exact.map(({ value }) => value)
    return this.#begun(name) ?? this.#misspelt(name)
  }

  /** Labels, nearest first, at most three. */
  nearest(written: string): ReadonlyArray<string> {
    const pairs = pairsOf(foldedAsWritten(written))
    return [...this.#entries.values()]
      .map(({ label, spellings }) => ({
        label,
        score: Math.max(0, ...spellings.map((spelling) => likeness(pairs, spelling))),
      }))
      .filter(({ score }) => score >= leastShared)
      .toSorted((a, b) => b.score - a.score)
      .slice(0, mostNear)
      .map(({ label }) => label)
  }

  #begun(name: string): ReadonlyArray<string> | undefined {
    if (!mayBegin(name)) return undefined
    const begun = [...this.#entries.values()].filter(({ spellings }) =>
      spellings.some((spelling) => spelling.startsWith(name)),
    )
    return begun.length === 1 ? begun.map(({ value }) => value) : undefined
  }

  #misspelt(name: string): ReadonlyArray<string> {
    if (name.length < shortestGuessed) return []
    const near = [...this.#entries.values()].flatMap(({ spellings, value }) =>
      spellings.flatMap((spelling) => {
        const cost = slipsIn(name, spelling)
        return cost === undefined ? [] : [{ meant: value, cost }]
      }),
    )
    const nearest = clearlyNearest(near, (left, right) => left === right)
    return nearest === undefined ? [] : [nearest.meant]
  }
}
