/**
 * Names that a misspelt word may mean: one letter missing, added, changed or two neighbours swapped.
 *
 * Only names of seven letters and more, and only when one name alone is so near. A plural is no
 * misspelling, nor is a word that the grammar calls ordinary.
 */
import { katakana, latin, type Letters } from "./Letters.ts"
import type { Guess } from "./Segment.ts"
import type { Sense } from "./WordTree.ts"

const shortest = 7
/** A name in katakana carries more in each letter. */
const shortestKana = 5
const longestSpan = 7

/** Damerau's distance is exactly 1: one edit, or two neighbouring letters swapped. */
export const isOneEditApart = (left: string, right: string): boolean => {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left]
  if (long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1)
  if (at === short.length) return false
  if (short.slice(at + 1) === long.slice(at + 1)) return true
  return (
    short[at] === long[at + 1] &&
    short[at + 1] === long[at] &&
    short.slice(at + 2) === long.slice(at + 2)
  )
}

interface Name {
  readonly letters: string
  readonly sense: Sense
}

const ends = 3

export class NearNames {
  readonly #byStart = new Map<string, Array<Name>>()
  readonly #byEnd = new Map<string, Array<Name>>()
  readonly #ordinary: ReadonlySet<string>

  /** `ordinary`: words that are never a misspelling of a name. */
  constructor(ordinary: ReadonlySet<string>) {
    this.#ordinary = ordinary
  }

  add({ scripts, text }: Letters, sense: Sense): void {
    const least = scripts[0] === katakana ? shortestKana : shortest
    if (sense.common || text.length < least) return
    const name = { letters: text, sense }
    const file = (map: Map<string, Array<Name>>, key: string) => {
      const names = map.get(key) ?? []
      names.push(name)
      map.set(key, names)
    }
    file(this.#byStart, text.slice(0, ends))
    file(this.#byEnd, text.slice(-ends))
  }

  /** The one sense of all names that are one edit from `written`. */
  #near(written: string): Sense | undefined {
    let found: Sense | undefined
    for (const names of [
      this.#byStart.get(written.slice(0, ends)),
      this.#byEnd.get(written.slice(-ends)),
    ]) {
      for (const { letters, sense } of names ?? []) {
        if (!isOneEditApart(written, letters) || isPlural(written, letters)) continue
        if (found !== undefined && found.value !== sense.value) return undefined
        found = sense
      }
    }
    return found
  }

  /** What the unexplained words from `start` on may mean, alone or with their neighbours. */
  guess(letters: Letters, start: number, end: number): ReadonlyArray<Guess> {
    const { scripts, text } = letters
    const script = scripts[start]
    if (script === katakana) return this.#guessOf(letters, start, end, shortestKana)
    if (script !== latin || this.#ordinary.has(text.slice(start, end)) || end - start < 4) return []
    const starts = [start]
    const finishes = [end]
    for (let at = start - 1; at >= 0 && starts.length < longestSpan; at--) {
      if (letters.edges[at] !== 0) starts.push(at)
    }
    for (let at = end + 1; at <= text.length && finishes.length < longestSpan; at++) {
      if (at === text.length || letters.edges[at] !== 0) finishes.push(at)
    }
    return starts.flatMap((from) =>
      finishes.flatMap((to) => this.#guessOf(letters, from, to, shortest)),
    )
  }

  #guessOf({ text }: Letters, start: number, end: number, least: number): ReadonlyArray<Guess> {
    if (end - start < least || end - start > 60) return []
    const sense = this.#near(text.slice(start, end))
    return sense === undefined ? [] : [{ start, end, sense }]
  }
}

const isPlural = (left: string, right: string): boolean =>
  left === `${right}s` || right === `${left}s`
