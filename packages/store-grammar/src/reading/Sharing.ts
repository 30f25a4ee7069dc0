/**
 * Decides what of a text that the grammar does not understand as a whole (without a canonical form) may leave the
 * conversation of the customer who wrote it. `sharedWording`: the text with slots for titles, people, genres, places and
 * figures, where it may be counted and, once several sessions used it, shown to a model. `mayBeKeptLiterally`,
 * stricter: may its answer be cached for everybody who writes the same words? Pure.
 *
 * Both require that no room is left for a name, an address or a code: each word is on a list of the store's or a plain
 * word. The text must refer to no person and not to the conversation. To be kept literally each number must be an understood
 * price or volume; a wording holds none.
 */
import { stop } from "@manga-assist/language"
import type { Reading, Token } from "../kinds/Kind.ts"
import { type Wording, wordingOf } from "../forms/Wording.ts"
import { isPlainWord, leansOnOthers } from "../lists/PlainWords.ts"
import * as kinds from "./Kinds.ts"
import type { Intent, StoreReading } from "./Reading.ts"
import { unknownWords } from "./UnknownWords.ts"
import { saidIn, says } from "./Said.ts"

/** More words that no list explains, and nothing is known of the question. */
const mostPlain = 4
/** No series has more volumes; four figures are a code, a house or a year. */
const mostVolumes = 999
/** The dearest product costs five figures. */
const highestPrice = 99_999

/** A number that is too high for a price or a length may be somebody's; any other number `asksOnce` refuses. */
const isForeignNumber = ({ kind, value }: Token): boolean =>
  /^(?:PRICE|VOLS)/u.test(kind) &&
  Number(value) > (kind.startsWith("PRICE") ? highestPrice : mostVolumes)

/** The words that no list explains, all of them plain; `undefined`: the text is nobody's but the asker's. */
const plainWords = (asked: StoreReading): ReadonlyArray<string> | undefined => {
  const { personal, reading, selfContained, slots } = asked
  if (reading.known || reading.refused || personal || !selfContained) return undefined
  if (slots.orderId !== undefined || says(saidIn(reading), kinds.persons)) return undefined
  const words = unknownWords(reading.tokens, reading.letters)
  return words.length <= mostPlain && words.every(isPlainWord) ? words : undefined
}

/** Longer ones are not used by three people. */
const longestWording = 120
const mostSlots = 4

/** `undefined`: nothing of it may be counted. */
export const sharedWording = (asked: StoreReading): Wording | undefined => {
  if (asked.intent === "order-status" || asked.intent === "greeting") return undefined
  if (plainWords(asked) === undefined) return undefined
  const wording = wordingOf(asked.reading)
  const isShort = wording.text !== "" && wording.text.length <= longestWording
  return isShort && Object.keys(wording.slots).length <= mostSlots ? wording : undefined
}

/**
 * Without a form, what is said about prices, dates and the shop is too often said about an order, and
 * what names a title may be anything, an order to the shop among it.
 */
const looseIntents: ReadonlySet<Intent> = new Set<Intent>([
  "recommend",
  "genre-browse",
  "author",
  "trending",
  "new-releases",
])

/** Whether it asks once: for what it names, in words that say nothing else. */
const asksOnce = ({ cut, letters, tokens }: Reading): boolean => {
  if (cut.some(({ start }) => start > 0 && letters.edges[start] === stop)) return false
  const counts = new Map<string, number>()
  for (const { kind } of tokens) {
    const isKnown = kind === "?" || kinds.named.includes(kind) || kinds.asking.includes(kind)
    if (!isKnown) return false
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const asked = kinds.asking.filter((kind) => counts.has(kind))
  return asked.length > 0 && asked.every((kind) => counts.get(kind) === 1)
}

/** May an answer be kept for the very same words? `longest`: letters. */
export const mayBeKeptLiterally = (asked: StoreReading, longest: number): boolean => {
  const { intent, reading, slots, wish } = asked
  const words = plainWords(asked)
  if (words === undefined || words.some(leansOnOthers)) return false
  if (reading.tokens.some(isForeignNumber)) return false
  const said = saidIn(reading)
  const namesSomething =
    slots.series.length + slots.authors.length + slots.genres.length > 0 ||
    slots.demographic !== undefined
  return (
    reading.letters.text.length <= longest &&
    looseIntents.has(intent) &&
    namesSomething &&
    asksOnce(reading) &&
    // "Horror like Hellsing": a title the store does not have is answered anew each time.
    !(words.length > 0 && (wish.likeSeries || says(said, kinds.likeness)))
  )
}
