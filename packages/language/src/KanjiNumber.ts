/** Numbers in kanji, alone or with figures: 十二, 百五, 一〇五, 3千, 1万2千. */
import { digit, type Letters } from "./Letters.ts"

const kanjiDigits = "〇一二三四五六七八九"
const kanjiUnits: ReadonlyMap<string, number> = new Map([
  ["十", 10],
  ["百", 100],
  ["千", 1_000],
  ["万", 10_000],
])

const isNumeral = (character: string): boolean =>
  character === "零" || kanjiDigits.includes(character) || kanjiUnits.has(character)

/** Where the run of kanji numerals and figures that begins at `start` ends; `start` when there is none. */
export const kanjiNumberEnd = ({ edges, scripts, text }: Letters, start: number): number => {
  let end = start
  let kanjiSeen = false
  while (end < text.length && (end === start || edges[end] === 0)) {
    const numeral = isNumeral(text.charAt(end))
    if (!numeral && scripts[end] !== digit) break
    kanjiSeen ||= numeral
    end++
  }
  return kanjiSeen ? end : start
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
