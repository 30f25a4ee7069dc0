/**
 * Segments a question into tokens (words, names, numbers), with the fewest letters that no word list explains, then
 * the fewest tokens. Linear in the text for words of bounded length.
 *
 * For unexplained words the caller may suggest misspelt names; the text is then segmented once more with them.
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
} from "../letters/Letters.ts"
import { kanjiNumber, NumeralRun } from "../letters/KanjiNumber.ts"
import type { NameTree } from "./NameTree.ts"
import { hasLongVowels, type Sense, type WordTree } from "./WordTree.ts"

export interface Token<Kind extends string = string> {
  readonly kind: Kind
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

/** Where the letters of one script end that `start` is one of, if they end at `next` from the letter behind it on. */
const runEnd = ({ edges, scripts }: Letters, start: number, next: number): number =>
  scripts[start] === scripts[start + 1] && edges[start + 1] === 0 ? next : start + 1

/** Kanji, signs and hiragana that no list explains stand one by one. */
const standsAlone = (script: number): boolean =>
  script === kanji || script === sign || script === hiragana

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

/** The best cut from each letter on. */
class Cuts {
  costs = new Float64Array(512)
  ends = new Int32Array(512)
  readonly senses: Array<Sense | undefined> = []

  clear(length: number): void {
    if (this.costs.length <= length) {
      this.costs = new Float64Array(2 * length)
      this.ends = new Int32Array(2 * length)
    }
    this.costs.fill(Number.POSITIVE_INFINITY, 0, length)
    this.costs[length] = 0
    this.ends.fill(0, 0, length)
  }

  offer(start: number, end: number, cost: number, sense: Sense | undefined): void {
    const total = cost + (this.costs[end] ?? Number.POSITIVE_INFINITY)
    const known = this.costs[start] ?? Number.POSITIVE_INFINITY
    // Of two cuts into as many pieces the one with the longer first piece is read.
    if (total < known || (total === known && end > (this.ends[start] ?? 0))) {
      this.costs[start] = total
      this.ends[start] = end
      this.senses[start] = sense
    }
  }
}

/** Kept from text to text; no two are cut at the same time. */
const cuts = new Cuts()

const offerWords = (letters: Letters, words: WordTree, start: number): void =>
  words.at(letters.text, start, (sense, end) => {
    if (mayEnd(letters, end)) cuts.offer(start, end, 1, sense)
  })

/** `romanised` text has no long vowels to tell names by. */
const offerNames = (letters: Letters, names: NameTree, start: number, romanised: boolean): void =>
  names.at(letters.text, start, (sense, end) => {
    if (!mayEnd(letters, end) || insideKatakana(letters, start, end)) return
    const { long, unbroken } = sense
    if (long !== undefined && !romanised && !hasLongVowels(letters.text, start, end, long)) return
    if (!(unbroken && hasGap(letters, start, end))) cuts.offer(start, end, 1, sense)
  })

/** The trees of a `Vocabulary`. */
interface Trees {
  readonly words: WordTree
  readonly kana: WordTree
  readonly names: NameTree
}

/** The best cuts from each letter on. */
const offerAll = (
  letters: Letters,
  { kana, names, words }: Trees,
  romanised: boolean,
  guesses: ReadonlyArray<Guess>,
): void => {
  const { edges, scripts } = letters
  const guessed = guesses.toSorted((left, right) => left.start - right.start)
  const numerals = new NumeralRun(letters)
  let run = letters.text.length
  for (let start = run - 1; start >= 0; start--) {
    run = runEnd(letters, start, run)
    numerals.meet(start)
    if (!mayStart(letters, start)) continue
    const script = scripts[start] ?? 0
    const unknown = standsAlone(script) ? start + 1 : run
    cuts.offer(start, unknown, unknownCost * (unknown - start), undefined)
    if (script === digit && run - start <= mostDigits) cuts.offer(start, run, 1, figure)
    if (numerals.hasKanji) cuts.offer(start, numerals.end, 1, figure)
    offerWords(letters, words, start)
    if (romanised) offerWords(letters, kana, start)
    if (edges[start] !== apostrophe) offerNames(letters, names, start, romanised)
    for (let guess = guessed.at(-1); guess !== undefined; guess = guessed.at(-1)) {
      if (guess.start < start) break
      guessed.pop()
      if (guess.start === start) cuts.offer(start, guess.end, 1, guess.sense)
    }
  }
}

/**
 * Cuts a text once. Where words stay unexplained, `guess` says what they may mean, and the cut is mended with that.
 * `romanised`: the text was Latin letters before and is looked up as kana too.
 */
export const segment = (
  letters: Letters,
  trees: Trees,
  romanised: boolean,
  guess: (tokens: ReadonlyArray<Token>, letters: Letters) => ReadonlyArray<Guess>,
): Array<Token> => {
  cuts.clear(letters.text.length)
  offerAll(letters, trees, romanised, [])
  const tokens = traced(letters)
  const guesses = guess(tokens, letters)
  if (guesses.length === 0) return tokens
  offerAll(letters, trees, romanised, guesses)
  return traced(letters)
}

const figure: Sense = { kind: number, value: "", name: false, common: false, unbroken: false }

const traced = ({ text }: Letters): Array<Token> => {
  const tokens: Array<Token> = []
  for (let start = 0; start < text.length;) {
    const end = cuts.ends[start] ?? start + 1
    const sense = cuts.senses[start]
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
