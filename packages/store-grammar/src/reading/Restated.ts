/**
 * Restates a text so that it stands alone: its own words, or those of the question before, with the name of what it
 * refers to. "And the next one?" after a question about volume 4 becomes "Is Swan volume 5 in stock?".
 *
 * Pure. The result is read like any text; if it has a form, the form's own sentence is used.
 */
import type { Locale } from "@manga-assist/protocol"
import type { Reading, Token } from "@manga-assist/language"
import { sentenceOf } from "../forms/Sentence.ts"
import { listed, wordOf } from "../forms/SlotWords.ts"
import { spelt } from "./Titles.ts"

/** What a text may point at. */
export interface Thing {
  readonly series: string
  /** Of the box set where `format` is one; `next`: the one that comes next, `latest`: the newest that is out. */
  readonly volume?: number | "latest" | "next"
  readonly format?: "box-set"
}

const thingName = ({ format, series, volume }: Thing, locale: Locale): string | undefined => {
  const title = wordOf("SERIES", series, locale)
  if (title === undefined || volume === undefined) {
    if (title === undefined || format === undefined) return title
    return locale === "en" ? `${title} box set` : `${title}のボックスセット`
  }
  if (volume === "next") return wordOf("NEXTOF", series, locale)
  if (volume === "latest") return wordOf("LATESTOF", series, locale)
  if (format === "box-set") {
    return locale === "en" ? `${title} box set ${volume}` : `${title}のボックスセット${volume}`
  }
  return locale === "en" ? `${title} volume ${volume}` : `${title}の${volume}巻`
}

/** "Emma and Bleach", as a question names them. */
export const namesOfThings = (things: ReadonlyArray<Thing>, locale: Locale): string =>
  listed(
    things.flatMap((thing) => thingName(thing, locale) ?? []),
    locale,
  )

export const nameOfPerson = (english: string, locale: Locale): string =>
  wordOf("PERSON", english, locale) ?? english

/** The words of a text but those of some kinds, in its order. */
export const wordsWithout = ({ cut, letters }: Reading, left: (token: Token) => boolean): string =>
  cut
    .filter((token) => !left(token))
    .map((token) => spelt(token, letters))
    .join(" ")
    .replaceAll(/\s+/gu, " ")
    .trim()

/** The sentence of a text's form, where it has one that can be said. */
export const formSentenceOf = (reading: Reading, locale: Locale): string | undefined =>
  reading.known ? sentenceOf(reading, locale) : undefined
