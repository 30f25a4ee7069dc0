/**
 * May the very words of a text without a form be kept, counted or approved for others? Pure.
 *
 * Only where there is no room in them for a name, an address or a code: each word stands on a list of the store's or
 * is a plain word, and each number is a price or a volume that was understood. Nobody is spoken of, and nothing leans on
 * what was said before.
 */
import type { Reading, Token } from "@manga-assist/language"
import { isPlainWord, leansOnOthers } from "../words/PlainWords.ts"
import * as kinds from "./Kinds.ts"
import type { Intent, StoreReading } from "./Reading.ts"
import { unknownWords } from "./Reference.ts"
import { saidIn, says } from "./Said.ts"

/** More words that no list explains, and nothing is known of the question. */
const mostPlain = 4
/** No series has more volumes; four figures are a code, a house or a year. */
const mostVolumes = 999
/** The dearest product costs five figures. */
const highestPrice = 99_999

const numbersOf = ({ kind, value }: Token): ReadonlyArray<number> => {
  if (kind === "BOOK") return [Number(value.slice(value.lastIndexOf("#") + 1))]
  return /^(?:VOLUME|PRICE|VOLS)/u.test(kind) && value !== "" ? [Number(value)] : []
}

/** A number that is no price, and no volume of a title that is named, may be somebody's. */
const hasForeignNumber = ({ slots }: StoreReading, tokens: ReadonlyArray<Token>): boolean =>
  tokens.some((token) => {
    if (token.kind === "NUM" || token.kind === "ORD" || token.kind === "AGEOF") return true
    if (token.kind === "VOLUME" && slots.series.length === 0) return true
    const most = token.kind.startsWith("PRICE") ? highestPrice : mostVolumes
    return numbersOf(token).some((number) => number > most)
  })

const plainWords = ({ letters, tokens }: Reading): ReadonlyArray<string> | undefined => {
  const words = unknownWords(tokens, letters)
  return words.length <= mostPlain && words.every(isPlainWord) ? words : undefined
}

/** The unexplained words, all of them plain; `undefined`: nobody but the asker may see the text. */
const sharedWords = (asked: StoreReading): ReadonlyArray<string> | undefined => {
  const { personal, reading, selfContained, slots } = asked
  if (reading.known || reading.refused || personal || !selfContained) return undefined
  if (slots.orderId !== undefined || says(saidIn(reading), kinds.persons)) return undefined
  return hasForeignNumber(asked, reading.tokens) ? undefined : plainWords(reading)
}

/** May others read the words, off the path, to say what they mean? */
export const mayBeReadByOthers = (asked: StoreReading): boolean =>
  asked.intent !== "order-status" &&
  asked.intent !== "greeting" &&
  sharedWords(asked) !== undefined

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

/** After a question mark, or after "and": a second question, or how to answer the first. */
const asksMore = ({ cut, letters, tokens }: Reading): boolean => {
  const stop = 3
  if (cut.some(({ start }) => start > 0 && letters.edges[start] === stop)) return true
  return tokens.some(
    ({ kind }, at) => kind === "AND" && kinds.questions.includes(tokens[at + 1]?.kind ?? ""),
  )
}

/** May an answer be kept for the very same words? `longest`: letters. */
export const mayBeKeptLiterally = (asked: StoreReading, longest: number): boolean => {
  const { intent, reading, slots, wish } = asked
  const words = sharedWords(asked)
  if (words === undefined || words.some(leansOnOthers)) return false
  const said = saidIn(reading)
  const namesSomething =
    slots.series.length + slots.authors.length + slots.genres.length > 0 ||
    slots.demographic !== undefined
  return (
    reading.letters.text.length <= longest &&
    looseIntents.has(intent) &&
    namesSomething &&
    !asksMore(reading) &&
    !says(said, kinds.leaning) &&
    // "Horror like Hellsing": a title the store does not have is answered anew each time.
    !(words.length > 0 && (wish.likeSeries || says(said, kinds.likeness)))
  )
}
