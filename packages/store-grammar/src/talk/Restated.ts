/**
 * Restates a question within its conversation from words that were already parsed: its own or those of the question
 * before, with the names of what it refers to. "And the next one?" after a question about volume 4 becomes the words of
 * "Is Swan volume 5 in stock?".
 *
 * Pure. The words go to `readWords` of `Read.ts`; no text is written and parsed again.
 */
import type { Locale } from "@manga-assist/protocol"
import { type Reading, type Token, type Word, wordOfToken } from "@manga-assist/language"
import { listed, wordOf } from "../forms/SlotWords.ts"
import { readWords as readTyped } from "../reading/Read.ts"
import type { StoreReading } from "../reading/Reading.ts"
import { type Said, says as saysTyped } from "../reading/Said.ts"

/** What a text may point at. */
export interface Thing {
  readonly series: string
  /** Of the box set where `format` is one; `next`: the one that comes next, `latest`: the newest that is out. */
  readonly volume?: number | "latest" | "next"
  readonly format?: "box-set"
}

/** Kinds are any text here. */
export const {
  readWords,
  says,
}: {
  readWords(words: ReadonlyArray<Word>, locale: Locale): StoreReading
  says(said: Said, kinds: ReadonlyArray<string>): boolean
} = { readWords: readTyped, says: saysTyped }

/** A word that stands in no text. */
export const madeWord = (kind: string, value: string, written: string, isName = false): Word => ({
  kind,
  value,
  written: ` ${written}`,
  ...(isName ? { isName } : {}),
})

const volumeWords = (volume: number, locale: Locale): ReadonlyArray<Word> => {
  const number = madeWord("NUM", String(volume), String(volume))
  return locale === "en"
    ? [madeWord("VOLWORD", "", "volume"), number]
    : [number, { ...madeWord("KAN", "", "巻"), written: "巻" }]
}

const boxes = { en: "box set", ja: "ボックスセット" } as const

/** Of a title that is not known there are none. */
const wordsOfThing = ({ format, series, volume }: Thing, locale: Locale): ReadonlyArray<Word> => {
  const named = (kind: string) => {
    const written = wordOf(kind, series, locale)
    return written === undefined ? [] : [madeWord(kind, series, written, true)]
  }
  if (volume === "next") return named("NEXTOF")
  if (volume === "latest") return named("LATESTOF")
  const box = format === undefined ? [] : [madeWord("FORMAT", format, boxes[locale])]
  if (volume === undefined) return [...named("SERIES"), ...box]
  return box.length === 0
    ? [...named("SERIES"), ...volumeWords(volume, locale)]
    : [...named("SERIES"), ...box, madeWord("NUM", String(volume), String(volume))]
}

const and = { en: "and", ja: "と" } as const

/** The title of a series as a word. */
export const wordOfSeries = (series: string, locale: Locale): Word | undefined =>
  wordsOfThing({ series }, locale)[0]

export const wordsOfThings = (things: ReadonlyArray<Thing>, locale: Locale): ReadonlyArray<Word> =>
  things.flatMap((thing, at) => [
    ...(at === 0 ? [] : [madeWord("AND", "", and[locale])]),
    ...wordsOfThing(thing, locale),
  ])

const nameOfThing = ({ format, series, volume }: Thing, locale: Locale): string | undefined => {
  if (volume === "next" || volume === "latest") {
    return wordOf(volume === "next" ? "NEXTOF" : "LATESTOF", series, locale)
  }
  const title = wordOf("SERIES", series, locale)
  if (title === undefined) return undefined
  const box = format === undefined ? "" : boxes[locale]
  if (locale === "ja") {
    const number = volume === undefined ? "" : `${volume}${box === "" ? "巻" : ""}`
    return box === "" && number === "" ? title : `${title}の${box}${number}`
  }
  const kind = box === "" ? "volume" : box
  return volume === undefined && box === ""
    ? title
    : `${title}, ${kind}${volume === undefined ? "" : ` ${volume}`}`
}

/** "Emma and Bleach, volume 2", as an answer names them. */
export const namesOfThings = (things: ReadonlyArray<Thing>, locale: Locale): string =>
  listed(
    things.flatMap((thing) => nameOfThing(thing, locale) ?? []),
    locale,
  )

export const nameOfPerson = (english: string, locale: Locale): string =>
  wordOf("PERSON", english, locale) ?? english

export const wordsOfPerson = (english: string, locale: Locale): ReadonlyArray<Word> => [
  madeWord("PERSON", english, nameOfPerson(english, locale), true),
]

/** The words of a text but those of some kinds, in its order. */
export const wordsWithout = (
  { cut, letters }: Reading,
  left: (token: Token) => boolean,
): ReadonlyArray<Word> =>
  cut.filter((token) => !left(token)).map((token) => wordOfToken(token, letters))

/** Words as they are written one behind the other. */
export const textOfWords = (words: ReadonlyArray<Word>): string =>
  words
    .map(({ written }) => written)
    .join("")
    .trim()
