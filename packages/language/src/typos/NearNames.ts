/**
 * Finds the name that a misspelt word means: one letter missing, added, changed, or two neighbours swapped.
 *
 * Only for names in Latin letters and figures of at least six letters, and only if exactly one name is that near. A name
 * with an "s" behind it is its plural, not misspelt. Words that the grammar lists as ordinary, and a name that lacks its
 * last "s", are taken for the name only if it has 15 letters or more.
 */
import { ByHash } from "./ByHash.ts"
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

/** Of a name with so many letters an edit leaves these right at its beginning, or all but one of the rest at its end. */
const frontOf = (length: number): number => (length - 1) >> 1
const backOf = (length: number): number => length - 1 - frontOf(length)

const base = 0x9e37_79b1
const powers = new Int32Array(longestName + 2)
powers[0] = 1
for (let at = 1; at < powers.length; at++) powers[at] = Math.imul(powers[at - 1] ?? 0, base)

/** Hashes of all parts of a text. Kept from text to text; no two are hashed at the same time. */
class Parts {
  #sums = new Int32Array(256)
  #text = ""

  of(text: string): void {
    if (text === this.#text) return
    this.#text = text
    if (text.length >= this.#sums.length) this.#sums = new Int32Array(2 * text.length)
    const sums = this.#sums
    for (let at = 0; at < text.length; at++) {
      sums[at + 1] = Math.imul(sums[at] ?? 0, base) + text.charCodeAt(at)
    }
  }

  /** `length`: of the name that it is a part of. */
  hash(from: number, to: number, length: number): number {
    const before = Math.imul(this.#sums[from] ?? 0, powers[to - from] ?? 0)
    return Math.imul((this.#sums[to] ?? 0) - before, base) ^ length
  }
}

const parts = new Parts()

/** Tells of most hashes at once that no name has them, in memory so small that a processor has it at hand. */
class SeenHashes {
  readonly #bits = new Int32Array(2 ** 18)

  add(hash: number): void {
    this.#bits[(hash >>> 5) & 0x3ffff] = (this.#bits[(hash >>> 5) & 0x3ffff] ?? 0) | (1 << hash)
  }

  mayHave(hash: number): boolean {
    return (((this.#bits[(hash >>> 5) & 0x3ffff] ?? 0) >>> hash) & 1) === 1
  }
}

const mayBeGuessed = (text: string): boolean =>
  text.length >= shortest && text.length <= longestName && latinOrDigit.test(text)

export class NearNames {
  readonly #byFront = new ByHash<Name>()
  readonly #byBack = new ByHash<Name>()
  readonly #seen = new SeenHashes()
  readonly #ordinary: ReadonlySet<string>

  /** `ordinary`: words that are never a misspelling of a name. */
  constructor(ordinary: ReadonlySet<string>) {
    this.#ordinary = ordinary
  }

  add(text: string, sense: Sense): void {
    if (!mayBeGuessed(text)) return
    const { length } = text
    parts.of(text)
    const name = { letters: text, sense }
    this.#file(this.#byFront, parts.hash(0, frontOf(length), length), name)
    this.#file(this.#byBack, parts.hash(length - backOf(length), length, length), name)
  }

  #file(names: ByHash<Name>, hash: number, name: Name): void {
    this.#seen.add(hash)
    names.add(hash, name)
  }

  delete(text: string, value: string): void {
    if (!mayBeGuessed(text)) return
    const { length } = text
    parts.of(text)
    const isGone = ({ letters, sense }: Name) => letters === text && sense.value === value
    this.#byFront.delete(parts.hash(0, frontOf(length), length), isGone)
    this.#byBack.delete(parts.hash(length - backOf(length), length, length), isGone)
  }

  #at(names: ByHash<Name>, hash: number): ReadonlyArray<Name> {
    return this.#seen.mayHave(hash) ? names.at(hash) : none
  }

  /** The one name that is one edit from the letters from `start` to `end`, whose parts are hashed. */
  #near(letters: Letters, start: number, end: number): Sense | undefined {
    let found: Sense | undefined
    for (let length = end - start - 1; length <= end - start + 1; length++) {
      const front = this.#at(this.#byFront, parts.hash(start, start + frontOf(length), length))
      const back = this.#at(this.#byBack, parts.hash(end - backOf(length), end, length))
      if (front.length === 0 && back.length === 0) continue
      const written = letters.text.slice(start, end)
      for (const name of [...front, ...back]) {
        if (name.letters.length !== length || !isOneEditApart(written, name.letters)) continue
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
    parts.of(letters.text)
    const guesses: Array<Guess> = []
    for (const from of starts) {
      for (const to of finishes) {
        if (to - from < shortest - 1 || to - from > longestName) continue
        const sense = this.#near(letters, from, to)
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
