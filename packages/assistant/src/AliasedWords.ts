/**
 * May the wording of a question without a canonical form be counted, put before a judge and, once approved,
 * find the answer of another question? Pure; the same answer for the counts, the worker and the turn.
 *
 * Stricter than what an answer is kept for: the text will be read by others, so every word in it stands on a
 * list of the store's or is a plain word, and every number is one that the store understood. Nothing personal,
 * nothing that leans on a conversation, no order to the assistant.
 */
import { normalizeQuestion } from "@manga-assist/caching"
import { speaksOfPerson } from "./Cacheable.ts"
import { storeWorld } from "./canonical/StoreWorld.ts"
import { withoutTitles } from "./MeaningText.ts"
import { isPlainWord } from "./PlainWords.ts"
import type { Question } from "./Question.ts"

/** Longer questions are not asked by three people in the same words. */
const longest = 120
/** More words that no list explains, and nothing is known of the question. */
const mostPlain = 4

const withoutWord = (text: string, word: string): string | undefined => {
  const latin = /^[a-z]+$/u.test(word)
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)
  const pattern = new RegExp(latin ? String.raw`\b${escaped}\b` : escaped, "u")
  return pattern.test(text) ? text.replace(pattern, " ") : undefined
}

/** Each unexplained word is a plain one, and what remains without them is not refused. */
const isMadeOfKnownWords = (text: string): boolean => {
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

const hasForeignNumber = (question: Question, text: string): boolean => {
  const known = numbersOf(question, text)
  const numbers = withoutTitles(text)
    .replaceAll(/(?<=\d),(?=\d{3}\b)/gu, "")
    .match(/\d+/gu)
  return (numbers ?? []).some((number) => !known.has(number))
}

/** The words as they are counted and approved; `undefined`: never. */
export const aliasableWords = (question: Question): string | undefined => {
  const { intent, personal, reading, selfContained, slots, text } = question
  if (reading.known || reading.refused || personal || !selfContained) return undefined
  if (intent === "order-status" || intent === "greeting") return undefined
  if (slots.orderId !== undefined || speaksOfPerson(text)) return undefined
  const words = normalizeQuestion(text)
  if (words.length > longest || hasForeignNumber(question, words)) return undefined
  return isMadeOfKnownWords(words) ? words : undefined
}
