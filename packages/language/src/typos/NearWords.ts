/**
 * Finds the words that a misspelt word in Latin letters may mean: those whose weighted edit distance
 * (`SlipDistance.ts`) is within what their length allows.
 *
 * They begin with the same letter, or one that sounds alike, and have the same figures. A look-up compares only words
 * of about the same length that have nearly the same letters. Plain state: words are added, then looked up.
 */
import { slipDistance } from "./SlipDistance.ts"

interface Word<Meant> {
  readonly letters: string
  /** One bit for each letter of the alphabet. */
  readonly mask: number
  readonly figures: string
  readonly meant: Array<Meant>
}

export interface Near<Meant> {
  readonly meant: Meant
  readonly cost: number
}

interface Allowed {
  readonly cost: number
  /** No more slips than these cost so little. */
  readonly slips: number
}

/** What is allowed in a word of so many letters. */
const allowedIn = (length: number): Allowed => {
  if (length < 5) return { cost: 0.7, slips: 1 }
  if (length < 8) return { cost: 1.1, slips: 1 }
  if (length < 12) return { cost: 1.6, slips: 2 }
  return length < 16 ? { cost: 2.2, slips: 3 } : { cost: 2.8, slips: 4 }
}

const mostSlips = 4
const none: ReadonlyArray<never> = []

const firstSounds: Readonly<Record<string, string>> = { k: "c", q: "c", s: "z", j: "g", p: "f" }
const firstOf = (letters: string): string => {
  const letter = letters.charAt(0)
  return "aeiouy".includes(letter) ? "a" : (firstSounds[letter] ?? letter)
}

const maskOf = (letters: string): number => {
  let mask = 0
  for (let at = 0; at < letters.length; at++) mask |= 1 << (letters.charCodeAt(at) - 97)
  return mask
}

/** How many bits are set, counted in pairs, fours and eights at once. */
const bits = (mask: number): number => {
  const pairs = mask - ((mask >>> 1) & 0x5555_5555)
  const fours = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}

const figure = /[0-9]/
const figuresOf = (letters: string): string =>
  figure.test(letters) ? letters.replaceAll(/\D/gu, "") : ""

/** What slips `written` costs as `letters`, both without gaps; `undefined` where it is another word. */
export const slipsIn = (written: string, letters: string): number | undefined => {
  const { cost, slips } = allowedIn(letters.length)
  if (Math.abs(letters.length - written.length) > slips) return undefined
  return figuresOf(written) === figuresOf(letters)
    ? slipDistance(written, letters, cost)
    : undefined
}

export class NearWords<Meant> {
  /** By their first letters, and then by how many they have. */
  readonly #words = new Map<string, Array<Map<string, Word<Meant>>>>()

  /** `letters`: small, in Latin letters and figures, without gaps; they may mean several things. */
  add(letters: string, meant: Meant): void {
    const key = firstOf(letters)
    const sameStart = this.#words.get(key) ?? []
    this.#words.set(key, sameStart)
    const words = sameStart[letters.length] ?? new Map<string, Word<Meant>>()
    sameStart[letters.length] = words
    const word = words.get(letters)
    if (word === undefined) {
      const figures = figuresOf(letters)
      words.set(letters, { letters, mask: maskOf(letters), figures, meant: [meant] })
    } else word.meant.push(meant)
  }

  near(written: string): ReadonlyArray<Near<Meant>> {
    const sameStart = this.#words.get(firstOf(written))
    if (sameStart === undefined) return none
    const mask = maskOf(written)
    const figures = figuresOf(written)
    const near: Array<Near<Meant>> = []
    for (let length = written.length - mostSlips; length <= written.length + mostSlips; length++) {
      const allowed = allowedIn(length)
      const words = sameStart[length]
      if (words === undefined || Math.abs(length - written.length) > allowed.slips) continue
      for (const word of words.values()) {
        if (bits(word.mask ^ mask) > 2 * allowed.slips || word.figures !== figures) continue
        const cost = slipDistance(written, word.letters, allowed.cost)
        if (cost === undefined) continue
        for (const meant of word.meant) near.push({ meant, cost })
      }
    }
    return near
  }
}

/** Between two that are as near, none is meant. */
const lead = 0.25

/** The nearest, with a clear lead before the next that is not the `same` thing. */
export const clearlyNearest = <Meant>(
  near: ReadonlyArray<Near<Meant>>,
  same: (left: Meant, right: Meant) => boolean,
): Near<Meant> | undefined => {
  const [best, ...others] = near.toSorted((left, right) => left.cost - right.cost)
  if (best === undefined) return undefined
  const next = others.find(({ meant }) => !same(best.meant, meant))
  return next === undefined || next.cost - best.cost >= lead ? best : undefined
}
