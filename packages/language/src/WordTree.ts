/**
 * Spellings and what they stand for, as a tree of letters. A look-up costs at most the longest
 * spelling. Built once; holds a few numbers for each distinct prefix.
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
  readonly long?: number
}

const isSame = (a: Sense, b: Sense): boolean => a.kind === b.kind && a.value === b.value

export type Visit = (sense: Sense, end: number) => void

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

/** Longest name in kana, without its long vowels, that they tell from another word. */
const shortName = 3

/** In the text from `start` to `end`, and right behind it. */
export const longVowels = (text: string, start: number, end: number): number => {
  let count = 0
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === longVowel) count++
  for (let at = end; text.charCodeAt(at) === longVowel; at++) count++
  return count
}

/** `Sense.long` of a name. */
export const longOf = (name: string): { readonly long?: number } => {
  const count = longVowels(name, 0, name.length)
  return /^[ぁ-ヺー]+$/u.test(name) && name.length - count <= shortName ? { long: count } : {}
}

/** A letter's own number has these many bits; the texts of the world have fewer letters. */
const letterBits = 12
/** Slots of the table for each that is taken. */
const room = 2
const firstSlots = 1_024
/** What is left of 32 bits. */
const mostNodes = 2 ** (32 - letterBits)

/**
 * A node is a number, 0 the root; its children are found in one table of all nodes, two numbers side by
 * side for each: whose child by which letter, and the child. So a step reads memory in one place.
 */
export class WordTree {
  readonly #loose: boolean
  readonly #senses: Array<Sense | undefined> = [undefined]
  /** The number of each letter that stands in a spelling, else 0. */
  readonly #letters = new Uint16Array(65_536)
  #lettersKnown = 0
  /** A child of 0 is a free slot: the root is nobody's child. */
  #table = new Int32Array(2 * firstSlots)

  constructor(how?: "loosely") {
    this.#loose = how === "loosely"
  }

  /** Where the child of `key` is, or may be put. */
  #slot(key: number): number {
    const table = this.#table
    const mask = table.length - 1
    let slot = ((Math.imul(key, 0x9e3779b1) >>> 11) << 1) & mask
    while (table[slot + 1] !== 0 && table[slot] !== key) slot = (slot + 2) & mask
    return slot
  }

  /** The node behind `node` by a letter, 0 where no spelling goes on so. */
  child(node: number, code: number): number {
    const letter = this.#letters[code] ?? 0
    if (letter === 0) return 0
    return this.#table[this.#slot((node << letterBits) | letter) + 1] ?? 0
  }

  sense(node: number): Sense | undefined {
    return this.#senses[node]
  }

  #grow(): void {
    const before = this.#table
    this.#table = new Int32Array(2 * before.length)
    for (let slot = 0; slot < before.length; slot += 2) {
      const child = before[slot + 1] ?? 0
      if (child !== 0) this.#put(before[slot] ?? 0, child)
    }
  }

  #put(key: number, child: number): void {
    const slot = this.#slot(key)
    this.#table[slot] = key
    this.#table[slot + 1] = child
  }

  #letter(code: number): number {
    const known = this.#letters[code] ?? 0
    if (known !== 0) return known
    this.#lettersKnown += 1
    if (this.#lettersKnown >= 1 << letterBits) throw new Error("too many letters for one tree")
    this.#letters[code] = this.#lettersKnown
    return this.#lettersKnown
  }

  /** The sense that already has this spelling, when it is another one. */
  add(letters: string, sense: Sense): Sense | undefined {
    let node = 0
    let before = 0
    for (let index = 0; index < letters.length; index++) {
      const written = letters.charCodeAt(index)
      const code = this.#loose ? loosely(written, before) : written
      if (code === 0) continue
      before = code
      const key = (node << letterBits) | this.#letter(code)
      let next = this.#table[this.#slot(key) + 1] ?? 0
      if (next === 0) {
        next = this.#senses.push(undefined) - 1
        if (next >= mostNodes) throw new Error("too many spellings for one tree")
        if (2 * room * next > this.#table.length) this.#grow()
        this.#put(key, next)
      }
      node = next
    }
    const known = this.#senses[node]
    if (known === undefined) this.#senses[node] = sense
    // "Ao Ashi" beside "Aoashi": one of its spellings has the gap.
    else if (known.unbroken && !sense.unbroken && isSame(known, sense)) {
      this.#senses[node] = { ...known, unbroken: false }
    }
    return known
  }

  /** Calls `visit` for each spelling that stands in `text` at `start`, shortest first. */
  at(text: string, start: number, visit: Visit): void {
    let node = 0
    let before = 0
    for (let index = start; index < text.length; index++) {
      const written = text.charCodeAt(index)
      const code = this.#loose ? loosely(written, before) : written
      // The rest of a long vowel: the spelling before it reaches this far too.
      if (code !== 0) {
        before = code
        node = this.child(node, code)
        if (node === 0) return
      }
      const sense = this.#senses[node]
      if (sense !== undefined) visit(sense, index + 1)
    }
  }
}
