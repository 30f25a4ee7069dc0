/**
 * Is there room in a text for a name, an address or a code? Not where each of its words stands on a list of
 * the store's or is a plain word, and each number is one that the store understood. Pure.
 */
import { storeWorld } from "@manga-assist/store-grammar"
import { withoutTitles } from "./MeaningText.ts"
import { isPlainWord } from "./PlainWords.ts"
import type { Question } from "./Question.ts"

/** More words that no list explains, and nothing is known of the question. */
const mostPlain = 4

const withoutWord = (text: string, word: string): string | undefined => {
  const latin = /^[a-z]+$/u.test(word)
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)
  const pattern = new RegExp(latin ? String.raw`\b${escaped}\b` : escaped, "u")
  return pattern.test(text) ? text.replace(pattern, " ") : undefined
}

/** Each unexplained word is a plain one, and what remains without them is not refused. */
export const isMadeOfKnownWords = (text: string): boolean => {
  let rest = text
  for (let plain = 0; plain <= mostPlain; plain += 1) {
    const reading = storeWorld.read(rest)
    if (reading.known) return true
    if (reading.refused) return false
    if (reading.word === undefined) return true
    const next = isPlainWord(reading.word) ? withoutWord(rest, reading.word) : undefined
    if (next === undefined) return false
    rest = next
  }
  return false
}

/** No series has more volumes; four figures are a code, a house or a year. */
const mostVolumes = 999
/** The dearest product costs five figures. */
const highestPrice = 99_999

const currency = /\d ?(?:yen|jpy|円)|[¥￥] ?\d/u

/** Prices in yen, and volumes of a title that is named; any other number may be somebody's. */
const numbersOf = ({ slots }: Question, text: string): ReadonlySet<string> => {
  const volumes = slots.series.length === 0 ? [] : [slots.volume, ...(slots.books ?? [])]
  return new Set(
    [
      ...volumes.flatMap((each) => {
        const volume = typeof each === "object" ? each.volume : each
        return typeof volume === "number" && volume <= mostVolumes ? [volume] : []
      }),
      ...(currency.test(text) ? [slots.priceMax ?? 0, slots.priceMin ?? 0] : []).filter(
        (price) => price <= highestPrice,
      ),
    ].map(String),
  )
}

export const hasForeignNumber = (question: Question, text: string): boolean => {
  const known = numbersOf(question, text)
  const numbers = withoutTitles(text)
    .replaceAll(/(?<=\d),(?=\d{3}\b)/gu, "")
    .match(/\d+/gu)
  return (numbers ?? []).some((number) => !known.has(number))
}
