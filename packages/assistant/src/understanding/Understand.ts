/**
 * From a customer's text to a `Question`, without a model: names by the lexicon, everything else by
 * rules on the text with its names hidden.
 *
 * Pure, never throws, time linear in the text. What no rule explains stays out of the slots.
 */
import type { Lexicon, LexiconMatches } from "@manga-assist/catalogue"
import type { Locale } from "@manga-assist/protocol"
import { asItsForm, figuresOf, surelyOf } from "../canonical/FormQuestion.ts"
import { storeWorld } from "@manga-assist/store-grammar"
import type { Question, Slots } from "../Question.ts"
import { booksOf } from "./Books.ts"
import { bookLanguageOf } from "./BookLanguage.ts"
import { difficultyOf } from "./Difficulty.ts"
import { isSelfContained } from "./FollowUp.ts"
import { formatOf } from "./Format.ts"
import { intentOf } from "./Intent.ts"
import { detectLocale } from "./Locale.ts"
import { orderIdOf } from "./OrderId.ts"
import { isPersonal } from "./Personal.ts"
import { placeOf } from "./Place.ts"
import { priceOf } from "./Price.ts"
import { masked, readable } from "./Readable.ts"
import { isQuoted } from "./Quoted.ts"
import { isRefused } from "./Refused.ts"
import { readersOf } from "./Readers.ts"
import { volumeOf } from "./Volume.ts"

const unique = (values: ReadonlyArray<string>): ReadonlyArray<string> => [...new Set(values)]

/** `value` under `key`, or nothing: an absent slot is absent, not undefined. */
const slot = <Key extends keyof Slots>(
  key: Key,
  value: Slots[Key] | undefined,
): Partial<Pick<Slots, Key>> => {
  const held: Partial<Pick<Slots, Key>> = {}
  if (value !== undefined) held[key] = value
  return held
}

const figuresIn = (sentence: string, { series }: LexiconMatches): Partial<Slots> => ({
  ...priceOf(sentence),
  ...slot("volume", volumeOf(sentence)),
  ...slot(
    "books",
    booksOf(
      sentence,
      series.map(({ id }) => id),
    ),
  ),
})

const localeOf = (reading: Question["reading"]): Question["locale"] | undefined =>
  reading.known && reading.romanised === true ? "ja" : undefined

/** `locale` is what the client says; without it the text tells. */
export const understand = (
  text: string,
  locale: Locale | undefined,
  lexicon: Lexicon,
): Question => {
  const whole = readable(text)
  const found = lexicon.find(whole)
  const written = masked(whole, found)
  const sentence = written.toLowerCase()
  const reading = storeWorld.read(text)
  const slots: Slots = {
    series: unique(found.series.map(({ id }) => id)),
    authors: unique(found.authors.map(({ id }) => id)),
    genres: unique(
      found.genres
        .filter(({ start, end }) => !isRefused(whole, start, end) && !isQuoted(whole, start, end))
        .map(({ id }) => id),
    ),
    ...(figuresOf(reading) ?? figuresIn(sentence, found)),
    ...slot(
      "demographic",
      found.demographics.find(({ start, end }) => !isRefused(whole, start, end))?.id ??
        readersOf(sentence),
    ),
    ...slot("format", formatOf(sentence)),
    ...slot("language", bookLanguageOf(sentence)),
    ...slot("place", placeOf(written)),
    ...slot("orderId", orderIdOf(whole)),
  }
  const intent = surelyOf(reading) ?? intentOf({ sentence, slots })
  return asItsForm({
    text,
    locale: locale ?? localeOf(reading) ?? detectLocale(written, whole, storeWorld.around),
    intent,
    slots,
    // What is understood word for word speaks of nobody and leans on nothing.
    selfContained: reading.known || isSelfContained(sentence, intent, slots),
    personal: !reading.known && isPersonal(sentence, intent, slots),
    difficulty: difficultyOf(sentence, intent, slots),
    reading,
  })
}
