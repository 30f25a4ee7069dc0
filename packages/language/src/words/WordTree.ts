/**
 * A search tree of spellings, whose branches may merge; it maps a spelling to its `Sense`, a kind of word with a value.
 * A look-up takes at most the length of the longest spelling. Immutable once built.
 *
 * Names may be compared loosely (`loosely` for one letter, `loose` for a text): hiragana as katakana, long vowels as
 * short. `hasLongVowels` tells short names in kana apart that then look alike, by the number of long vowels that
 * `longOf` returns; `longestVowel` bounds how far one vowel may be drawn out.
 */

export interface Sense {
  readonly kind: string
  readonly value: string
  /** A name (of a product, a person) rather than a word. */
  readonly name: boolean
  /** A name that is an ordinary word too: not meant after "a", "any", "some". */
  readonly common: boolean
  /** A short name of one word, which never stands in the text with a gap inside. */
  readonly unbroken: boolean
  /** How many long vowels (ー) a short name in kana has: リボン is not リボーン. Any number when left out. */
  readonly long?: number | undefined
  /** A name that gives way to others of its spelling; see `Name.sole`. */
  readonly sole?: boolean
}

type Visit = (sense: Sense, end: number) => void

const longVowel = 0x30fc
const letterU = 0x75
const letterO = 0x6f

/**
 * How a name's letter is compared: hiragana as katakana, long vowels (ou, oo, uu, ー) as short ones, 0 where
 * it is left out. "Shounen", "Shōnen" and "shonen" are one spelling. `before`: what was compared last, or 0.
 */
export const loosely = (code: number, before: number): number => {
  if (code === letterU) return before === letterO || before === letterU ? 0 : code
  if (code === letterO) return before === letterO ? 0 : code
  if (code < 0x3041) return code
  if (code <= 0x3096) return code + 96
  return code === longVowel && before !== 0 ? 0 : code
}

/** Nobody draws a vowel out further; without a bound a text of them alone takes the square of its length. */
export const longestVowel = 16

/** `text` as `loosely` compares it. */
export const loose = (text: string): string => {
  let made = ""
  /** Where the letters begin that are as they stand in `text`. */
  let run = 0
  let before = 0
  for (let index = 0; index < text.length; index++) {
    const written = text.charCodeAt(index)
    const code = loosely(written, before)
    if (code !== 0) before = code
    if (code === written) continue
    made += text.slice(run, index)
    if (code !== 0) made += String.fromCharCode(code)
    run = index + 1
  }
  return run === 0 ? text : made + text.slice(run)
}

/** Longest name in kana, without its long vowels, that they tell from another word. */
const shortName = 3

/** Are there as many in the text from `start` to `end`, and right behind it? Looks at no more than there may be. */
export const hasLongVowels = (text: string, start: number, end: number, many: number): boolean => {
  let count = 0
  for (let at = start; count <= many; at++) {
    if (text.charCodeAt(at) === longVowel) count++
    else if (at >= end) break
  }
  return count === many
}

/** `Sense.long` of a name. */
export const longOf = (name: string): number | undefined => {
  if (!/^[ぁ-ヺー]+$/u.test(name)) return undefined
  const { length } = name.replaceAll("ー", "")
  return length <= shortName ? name.length - length : undefined
}

interface Tree {
  readonly senses: ReadonlyArray<Sense>
  /** For each node 1 + the index of its sense, or 0. */
  readonly senseOf: Uint16Array
  /** For each node where its edges begin, and at last where all end. */
  readonly firstEdges: Int32Array
  /** For each edge its letter, of one node in ascending order, and the node it leads to. */
  readonly letters: Uint16Array
  readonly children: Int32Array
}

/** A node is a number, 0 the root; made by `TreeMaker`. */
export class WordTree {
  readonly #senses: ReadonlyArray<Sense>
  readonly #senseOf: Uint16Array
  readonly #firstEdges: Int32Array
  readonly #letters: Uint16Array
  readonly #children: Int32Array
  /** The root has an edge for each letter with which a spelling begins. */
  readonly #ofRoot = new Int32Array(65_536)

  constructor({ children, firstEdges, letters, senseOf, senses }: Tree) {
    this.#senses = senses
    this.#senseOf = senseOf
    this.#firstEdges = firstEdges
    this.#letters = letters
    this.#children = children
    const ofRoot = firstEdges[1] ?? 0
    for (let edge = 0; edge < ofRoot; edge++) {
      this.#ofRoot[letters[edge] ?? 0] = children[edge] ?? 0
    }
  }

  /** The node behind `node` by a letter, 0 where no spelling goes on so. */
  child(node: number, code: number): number {
    if (node === 0) return this.#ofRoot[code] ?? 0
    const letters = this.#letters
    let from = this.#firstEdges[node] ?? 0
    let to = this.#firstEdges[node + 1] ?? 0
    while (from < to) {
      const middle = (from + to) >>> 1
      const letter = letters[middle] ?? 0
      if (letter === code) return this.#children[middle] ?? 0
      if (letter < code) from = middle + 1
      else to = middle
    }
    return 0
  }

  sense(node: number): Sense | undefined {
    const index = this.#senseOf[node] ?? 0
    return index === 0 ? undefined : this.#senses[index - 1]
  }

  /** Is the whole text a spelling? */
  has(text: string): boolean {
    let node = 0
    for (let at = 0; at < text.length; at++) {
      node = this.child(node, text.charCodeAt(at))
      if (node === 0) return false
    }
    return this.sense(node) !== undefined
  }

  /** Calls `visit` for each spelling that stands in `text` at `start`, shortest first. */
  at(text: string, start: number, visit: Visit): void {
    let node = 0
    for (let index = start; index < text.length; index++) {
      node = this.child(node, text.charCodeAt(index))
      if (node === 0) return
      const sense = this.sense(node)
      if (sense !== undefined) visit(sense, index + 1)
    }
  }
}
