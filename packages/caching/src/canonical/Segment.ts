/**
 * Cuts a question into known words, names and numbers: as few letters unexplained as possible, then
 * as few pieces as possible. Linear in the text for words of bounded length.
 */
import {
  apostrophe,
  digit,
  hasGap,
  hiragana,
  isEdge,
  kanji,
  katakana,
  latin,
  type Letters,
  sign,
} from "./Letters.ts"
import { kanjiNumber, kanjiNumberEnd } from "./KanjiNumber.ts"
import type { Sense, WordTree } from "./WordTree.ts"

export interface Token {
  readonly kind: string
  readonly value: string
  /** Place in the letters; equal for all that one word became. */
  readonly start: number
  readonly end: number
  readonly sense: Sense | undefined
}

/** What no list explains. */
export const unexplained = "?"
/** A whole number in figures. */
export const number = "NUM"

/** Longer figures are no volume, price or year; they are somebody's number. */
const mostDigits = 6
const unknownCost = 1_000

/** An unexplained word ends at the next edge of its script; kanji and signs stand one by one. */
const unknownEnd = (letters: Letters, start: number): number => {
  const script = letters.scripts[start] ?? 0
  if (script === kanji || script === sign || script === hiragana) return start + 1
  let end = start + 1
  while (end < letters.text.length && letters.scripts[end] === script) {
    if (letters.edges[end] !== 0) break
    end++
  }
  return end
}

const digitsEnd = (letters: Letters, start: number): number => {
  let end = start
  while (letters.scripts[end] === digit && (end === start || letters.edges[end] === 0)) end++
  return end
}

/** "s", "d", "m" after an apostrophe, or a word that begins where one may. */
const mayStart = (letters: Letters, start: number): boolean => {
  const script = letters.scripts[start]
  return script === latin || script === digit ? isEdge(letters, start) : true
}

const mayEnd = (letters: Letters, end: number): boolean => {
  const script = letters.scripts[end - 1]
  return script === latin || script === digit ? isEdge(letters, end) : true
}

/** Katakana names and words never match inside a longer katakana word that nothing else explains. */
const insideKatakana = (letters: Letters, start: number, end: number): boolean =>
  end - start <= 3 &&
  letters.scripts[start] === katakana &&
  ((start > 0 && letters.edges[start] === 0 && letters.scripts[start - 1] === katakana) ||
    (end < letters.text.length &&
      letters.edges[end] === 0 &&
      letters.scripts[end] === katakana &&
      letters.text[end] !== "ー"))

export interface Guess {
  readonly start: number
  readonly end: number
  readonly sense: Sense
}

export const segment = (
  letters: Letters,
  words: ReadonlyArray<WordTree>,
  names: WordTree,
  guesses: ReadonlyArray<Guess> = [],
): Array<Token> => {
  const { edges, scripts, text } = letters
  const length = text.length
  const costs = new Float64Array(length + 1).fill(Number.POSITIVE_INFINITY)
  const ends = new Int32Array(length + 1)
  const senses: Array<Sense | undefined> = []
  costs[length] = 0
  let start = 0
  const offer = (sense: Sense | undefined, end: number, cost: number) => {
    const total = cost + (costs[end] ?? Number.POSITIVE_INFINITY)
    const known = costs[start] ?? Number.POSITIVE_INFINITY
    // Of two cuts into as many pieces the one with the longer first piece is read.
    if (total < known || (total === known && end > (ends[start] ?? 0))) {
      costs[start] = total
      ends[start] = end
      senses[start] = sense
    }
  }
  const offerWord = (sense: Sense, end: number) => {
    if (mayEnd(letters, end)) offer(sense, end, 1)
  }
  const offerName = (sense: Sense, end: number) => {
    if (!mayEnd(letters, end) || insideKatakana(letters, start, end)) return
    if (!(sense.unbroken && hasGap(letters, start, end))) offer(sense, end, 1)
  }
  for (start = length - 1; start >= 0; start--) {
    if (!mayStart(letters, start)) continue
    const end = unknownEnd(letters, start)
    offer(undefined, end, unknownCost * (end - start))
    if (scripts[start] === digit) {
      const last = digitsEnd(letters, start)
      if (last - start <= mostDigits) offer(figure, last, 1)
    }
    const numeralsEnd = kanjiNumberEnd(letters, start)
    if (numeralsEnd > start) offer(figure, numeralsEnd, 1)
    for (const tree of words) tree.at(text, start, offerWord)
    if (edges[start] !== apostrophe) names.at(text, start, offerName)
    for (const guess of guesses) if (guess.start === start) offer(guess.sense, guess.end, 1)
  }
  return traced(letters, ends, senses)
}

const figure: Sense = { kind: number, value: "", name: false, common: false, unbroken: false }

const traced = (
  { text }: Letters,
  ends: Int32Array,
  senses: ReadonlyArray<Sense | undefined>,
): Array<Token> => {
  const tokens: Array<Token> = []
  for (let start = 0; start < text.length;) {
    const end = ends[start] ?? start + 1
    const sense = senses[start]
    if (sense === figure) {
      const value = String(kanjiNumber(text.slice(start, end)))
      tokens.push({ kind: number, value, start, end, sense: undefined })
    } else {
      const kind = sense?.kind ?? unexplained
      tokens.push({ kind, value: sense?.value ?? text.slice(start, end), start, end, sense })
    }
    start = end
  }
  return tokens
}
