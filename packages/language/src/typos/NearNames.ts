/**
 * Finds the name that a misspelt word means: one letter missing, added, changed, or two neighbours swapped.
 *
 * Only for names in Latin letters and figures of at least six letters, and only if exactly one name is that near. A name
 * with an "s" behind it is its plural, not misspelt. Words that the grammar lists as ordinary, and a name that lacks its
 * last "s", are taken for the name only if it has 15 letters or more.
 */
import { latin, latinOrDigit, type Letters } from "../letters/Letters.ts"
import type { Guess } from "../words/Segment.ts"
import type { Sense } from "../words/WordTree.ts"

const shortest = 6
/** So long a name is meant even where the wrong letter makes another word: "Beyond Journeys En". */
const unmistakable = 15
/** A shorter word is as near to too many others, unless the rest of the name is as long as this. */
const shortestWord = 4
const longRest = 13
/** "Act I" is no misspelt "Act II". */
const romanFigures = /^[ivx]+$/u
/** Words on either side that may belong to the name. */
const longestSpan = 7
const longestName = 60

/** Damerau's distance is exactly 1: one edit, or two neighbouring letters swapped. */
const isOneEditApart = (left: string, right: string): boolean => {
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

/** An edit leaves these many letters right, at one end or the other. */
const ends = 3

export class NearNames {
  /** By their first, and by their last letters. */
  readonly #byStart = new Map<number, Array<Name>>()
  readonly #byEnd = new Map<number, Array<Name>>()
  readonly #ordinary: ReadonlySet<string>

  /** `ordinary`: words that are never a misspelling of a name. */
  constructor(ordinary: ReadonlySet<string>) {
    this.#ordinary = ordinary
  }

  add(text: string, sense: Sense): void {
    if (text.length < shortest || !latinOrDigit.test(text)) return
    const name = { letters: text, sense }
    const file = (map: Map<number, Array<Name>>, key: number) => {
      const names = map.get(key) ?? []
      names.push(name)
      map.set(key, names)
    }
    file(this.#byStart, keyOf(text, 0))
    file(this.#byEnd, keyOf(text, text.length - ends))
  }

  delete(text: string, value: string): void {
    if (text.length < shortest || !latinOrDigit.test(text)) return
    const forget = (map: Map<number, Array<Name>>, key: number) => {
      const others = map
        .get(key)
        ?.filter((each) => each.letters !== text || each.sense.value !== value)
      if (others !== undefined) map.set(key, others)
    }
    forget(this.#byStart, keyOf(text, 0))
    forget(this.#byEnd, keyOf(text, text.length - ends))
  }

  /** The one name that is one edit from the letters from `start` to `end`. */
  #near(
    letters: Letters,
    start: number,
    end: number,
    byStart: ReadonlyArray<Name>,
    byEnd: ReadonlyArray<Name>,
  ): Sense | undefined {
    let written: string | undefined
    let found: Sense | undefined
    for (const names of byStart === byEnd ? [byStart] : [byStart, byEnd]) {
      for (const name of names) {
        if (Math.abs(name.letters.length - (end - start)) > 1) continue
        written ??= letters.text.slice(start, end)
        const { length } = name.letters
        if (!isOneEditApart(written, name.letters)) continue
        if (isPlural(written, name.letters, length)) continue
        if (figuresOf(written) !== figuresOf(name.letters)) continue
        const at = start + Math.min(firstDifference(written, name.letters), written.length - 1)
        if (!this.#mayBeMisspelt(letters, at, length)) continue
        if (found !== undefined && found.value !== name.sense.value) return undefined
        found = name.sense
      }
    }
    return found
  }

  /** The word that has the edit is long enough and no ordinary one, or the name of `length` is too long for another. */
  #mayBeMisspelt({ edges, text }: Letters, at: number, length: number): boolean {
    const start = wordStart(edges, at)
    let end = start + 1
    while (end < text.length && edges[end] === 0) end++
    const word = text.slice(start, end)
    // A letter that is missing between two words may be of either.
    const before = start === at ? text.slice(wordStart(edges, start - 1), start) : ""
    if (romanFigures.test(word) || romanFigures.test(before)) return false
    if (word.length < shortestWord) return length >= longRest
    return length >= unmistakable || !this.#ordinary.has(word)
  }

  /** What the unexplained word from `start` to `end` may mean, alone or with its neighbours. */
  guess(letters: Letters, start: number, end: number): ReadonlyArray<Guess> {
    if (letters.scripts[start] !== latin) return []
    const starts = [start]
    const finishes = [end]
    for (let at = start - 1; at >= 0 && starts.length < longestSpan; at--) {
      if (letters.edges[at] !== 0) starts.push(at)
    }
    for (let at = end + 1; at <= letters.text.length && finishes.length < longestSpan; at++) {
      if (at === letters.text.length || letters.edges[at] !== 0) finishes.push(at)
    }
    const endings = finishes.map((to) => this.#byEnd.get(keyOf(letters.text, to - ends)) ?? none)
    const guesses: Array<Guess> = []
    for (const from of starts) {
      const beginnings = this.#byStart.get(keyOf(letters.text, from)) ?? none
      for (const [index, to] of finishes.entries()) {
        if (to - from < shortest - 1 || to - from > longestName) continue
        const sense = this.#near(letters, from, to, beginnings, endings[index] ?? none)
        if (sense !== undefined) guesses.push({ start: from, end: to, sense })
      }
    }
    return guesses
  }
}

const none: ReadonlyArray<Name> = []

/** Where the word begins that the letter at `at` is in. */
const wordStart = (edges: Uint8Array, at: number): number => {
  let start = Math.max(0, at)
  while (start > 0 && edges[start] === 0) start--
  return start
}

/** The letters at `start` as one number. */
const keyOf = (text: string, start: number): number =>
  text.charCodeAt(start) * 0x1_0000_0000 +
  text.charCodeAt(start + 1) * 0x1_0000 +
  text.charCodeAt(start + 2)

const firstDifference = (left: string, right: string): number => {
  let at = 0
  while (at < left.length && left[at] === right[at]) at++
  return at
}

/** Another number is another name. */
const figuresOf = (letters: string): string => letters.replace(/\D/gu, "")

/** One without its plural's letter is meant where it is so long. */
const isPlural = (written: string, name: string, length: number): boolean =>
  written === `${name}s` || (length < unmistakable && name === `${written}s`)
