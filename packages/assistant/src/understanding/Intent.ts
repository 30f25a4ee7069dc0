/**
 * What a customer wants, as one of twelve intents. Rules from the most telling to the most general;
 * the first that holds wins.
 */
import type { Intent, Slots } from "../Question.ts"
import {
  aboutBooks,
  aboutMyOrder,
  authorAsked,
  cheapness,
  comparison,
  greets,
  introducesTitle,
  likeAnother,
  newReleases,
  policyTopic,
  preOrder,
  priceOrStock,
  recommends,
  releaseDate,
  trending,
  wantsToBuy,
} from "./IntentWords.ts"

interface Reading {
  /** Masked, lower case. */
  readonly sentence: string
  readonly slots: Slots
}

const namesBook = ({ slots }: Reading): boolean =>
  slots.series.length > 0 || slots.volume !== undefined

const browses = ({ slots }: Reading): boolean =>
  slots.genres.length > 0 || slots.demographic !== undefined

/** "The cheapest box set", "ebooks under 500 yen": any book will do. */
const anyBook =
  /\bcheap(?:est)?\b|\bmost expensive\b|\b(?:box sets|ebooks|e-books|paperbacks)\b|一番安い|最安/u

const narrows = ({ slots }: Reading): boolean =>
  slots.priceMax !== undefined || slots.priceMin !== undefined || slots.format !== undefined

/** Pre-orders of a named book are about that book, anything else about the shop's rules. */
const isPolicy = (reading: Reading): boolean =>
  policyTopic.test(reading.sentence) &&
  !(namesBook(reading) && preOrder.test(reading.sentence)) &&
  !(reading.slots.series.length > 0 && comparison.test(reading.sentence))

/** "Did Urasawa write Death Note?" */
const wrote = /\b(?:wr[io]te|written|draw|drew|drawn|ma[dk]e|created?|by)\b|描い|書い|作品/u

/** "Manga about manga artists": a subject, nobody in particular. */
const aboutAuthors =
  /\babout\b.{0,12}\b(?:artists?|writers?|authors?|mangakas?)\b|(?:漫画家|作家)(?:の|が主人公の|を描いた)(?:漫画|マンガ|話|物語|作品)/u

/** A destination is only read next to words of sending. */
const sendsSomewhere = ({ slots }: Reading): boolean =>
  slots.place !== undefined && slots.series.length === 0

const isRelease = (reading: Reading): boolean =>
  (namesBook(reading) && preOrder.test(reading.sentence)) ||
  (releaseDate.test(reading.sentence) &&
    (namesBook(reading) || !newReleases.test(reading.sentence)))

const isAuthor = (reading: Reading): boolean =>
  (reading.slots.authors.length > 0 &&
    reading.slots.series.length > 0 &&
    wrote.test(reading.sentence)) ||
  (reading.slots.authors.length > 0 &&
    reading.slots.series.length === 0 &&
    !likeAnother.test(reading.sentence)) ||
  (authorAsked.test(reading.sentence) &&
    !aboutAuthors.test(reading.sentence) &&
    (namesBook(reading) || !recommends.test(reading.sentence)))

const isPriceOrStock = (reading: Reading): boolean => {
  if (comparison.test(reading.sentence) && reading.slots.series.length > 1) {
    return priceOrStock.test(reading.sentence) || cheapness.test(reading.sentence)
  }
  if (cheapness.test(reading.sentence) && !browses(reading)) {
    return namesBook(reading) || !(narrows(reading) || browsesAnyBook(reading))
  }
  if (priceOrStock.test(reading.sentence)) return namesBook(reading) || !browses(reading)
  return (
    wantsToBuy.test(reading.sentence) && namesBook(reading) && !recommends.test(reading.sentence)
  )
}

const isNew = (reading: Reading): boolean =>
  newReleases.test(reading.sentence) && reading.slots.series.length === 0

const isTrending = (reading: Reading): boolean =>
  trending.test(reading.sentence) &&
  reading.slots.series.length === 0 &&
  !browses(reading) &&
  !likeAnother.test(reading.sentence)

const isRecommend = (reading: Reading): boolean =>
  recommends.test(reading.sentence) &&
  (reading.slots.series.length === 0 || likeAnother.test(reading.sentence))

const browsesAnyBook = ({ sentence, slots }: Reading): boolean =>
  aboutBooks.test(sentence) ||
  anyBook.test(sentence) ||
  slots.priceMax !== undefined ||
  slots.priceMin !== undefined

/** A wish in free words ("a manga about a chess prodigy"), or a narrow one ("manga under 500 yen"). */
const open = (reading: Reading): Intent =>
  browsesAnyBook(reading) ? (narrows(reading) ? "genre-browse" : "recommend") : "other"

export const intentOf = (reading: Reading): Intent => {
  const { sentence, slots } = reading
  if (slots.orderId !== undefined || aboutMyOrder.test(sentence)) return "order-status"
  if (isPolicy(reading) || sendsSomewhere(reading)) return "policy"
  if (greets.test(sentence)) return "greeting"
  if (isRelease(reading)) return "release-date"
  if (isAuthor(reading)) return "author"
  if (isPriceOrStock(reading)) return "price-or-stock"
  if (introducesTitle.test(sentence) && slots.authors.length === 0) return "title-lookup"
  if (isNew(reading)) return "new-releases"
  if (isTrending(reading)) return "trending"
  if (isRecommend(reading)) return "recommend"
  if (slots.series.length > 0 || slots.volume !== undefined) return "title-lookup"
  if (browses(reading)) return "genre-browse"
  return narrows(reading) && !browsesAnyBook(reading) ? "title-lookup" : open(reading)
}
