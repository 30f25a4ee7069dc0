/** Reads numbers in kanji, alone or with figures (十二, 百五, 一〇五, 3千, 1万2千), and finds where one ends in a text. */
import { digit, type Letters } from "./Letters.ts"

const kanjiDigits = "〇一二三四五六七八九"
const kanjiUnits: ReadonlyMap<string, number> = new Map([
  ["十", 10],
  ["百", 100],
  ["千", 1_000],
  ["万", 10_000],
])

const numerals: ReadonlySet<number> = new Set(
  Array.from(`零${kanjiDigits}${[...kanjiUnits.keys()].join("")}`, (letter) =>
    letter.charCodeAt(0),
  ),
)

/** The run of kanji numerals and figures that begins at a letter; the letters are met from the last to the first. */
export class NumeralRun {
  /** Where it ends: at the letter that was met where there is none. */
  end: number
  hasKanji = false
  readonly #letters: Letters

  constructor(letters: Letters) {
    this.#letters = letters
    this.end = letters.text.length
  }

  meet(at: number): void {
    const { edges, scripts, text } = this.#letters
    const numeral = numerals.has(text.charCodeAt(at))
    if (!numeral && scripts[at] !== digit) {
      this.end = at
      this.hasKanji = false
    } else if (this.end === at + 1 || edges[at + 1] !== 0) {
      this.end = at + 1
      this.hasKanji = numeral
    } else this.hasKanji ||= numeral
  }
}

/** 十二 → 12, 百五 → 105, 一〇五 → 105, 3千 → 3000, 1万2千 → 12000. */
export const kanjiNumber = (written: string): number => {
  let total = 0
  let below = 0
  let digits: number | undefined
  for (const character of written) {
    const unit = kanjiUnits.get(character)
    if (unit === undefined) {
      const value = kanjiDigits.indexOf(character === "零" ? "〇" : character)
      digits = (digits ?? 0) * 10 + (value < 0 ? Number(character) : value)
    } else if (unit === 10_000) {
      total += Math.max(1, below + (digits ?? 0)) * unit
      below = 0
      digits = undefined
    } else {
      below += (digits ?? 1) * unit
      digits = undefined
    }
  }
  return total + below + (digits ?? 0)
}
