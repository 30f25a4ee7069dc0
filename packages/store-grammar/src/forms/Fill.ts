/**
 * Fills the placeholders of the templates for standard sentences (a question in the store's own words) from the question's
 * slots, in one language: a slot by its kind (`{SERIES}`), or a part composed of several. `one` is the book that is asked
 * about, however the slots name it (a series, a volume, the latest or next one); the others are `edition`, `wish`,
 * `count` and `year`. The suffix chooses a wording: `{FORMAT.a}`, `{PERIOD.of}`. `undefined` means that
 * the slots say nothing for this placeholder: this template is not used.
 */
import { kindsIn } from "../kinds/Kind.ts"
import type { Locale } from "@manga-assist/protocol"
import { comparisonOf } from "./Comparison.ts"
import { isCounted, readersOf, withArticle } from "./Nouns.ts"
import { type FormSlots, listed, type Speaking, wordOf, wordsOf } from "./SlotWords.ts"
import type { Fill } from "./Template.ts"
import { wishOf } from "./Wish.ts"

const bookKinds = kindsIn("BOOK SERIES LATESTOF LASTOF NEXTOF")

type Way = (words: ReadonlyArray<string>, locale: Locale) => string | undefined

const ways: Readonly<Record<string, Way>> = {
  "": (words, locale) => listed(words, locale),
  or: (words, locale) => listed(words, locale, "or"),
  a: (words, locale) =>
    listed(
      locale === "en" ? words.map((each) => (isCounted(each) ? withArticle(each) : each)) : words,
      locale,
    ),
  count: (words) =>
    words.map((each) => (each === "1" ? "one volume" : `${each} volumes`)).join(" "),
  for: (words, locale) => listed(words.map(readersOf), locale),
  // 今週の
  of: (words) => words.map((each) => `${each}の`).join(""),
}

/** "English digital edition", 英語の電子版. */
const editionOf = (
  { FORMAT: formats, LANGUAGE: languages }: FormSlots,
  speaking: Speaking,
): string | undefined => {
  const { locale } = speaking
  const language = languages && wordsOf("LANGUAGE", languages, speaking)
  const format = formats && wordsOf("FORMAT", formats, speaking)
  if (format === undefined) {
    return language && `${listed(language, locale)}${locale === "en" ? " edition" : "版"}`
  }
  const inLanguage = (language ?? []).map((each) => (locale === "en" ? `${each} ` : `${each}の`))
  return `${inLanguage.join("")}${listed(format, locale)}`
}

const firstYear = 1900

/** "3 manga", "manga of 2020". */
const isYear = (figure: string): boolean => Number(figure) >= firstYear

/** A language among the formats is said between title and volume: "Naruto English edition volume 5". */
const betweenOf = ({ FORMAT: formats = [] }: FormSlots, speaking: Speaking): string | undefined => {
  const language = formats.length === 1 ? wordOf("LANGUAGE", formats[0] ?? "", speaking) : undefined
  return language && (speaking.locale === "en" ? ` ${language} edition` : `${language}版`)
}

/** `joint`: what stands between a title and its volume where nothing else does. */
export const fillOf = (slots: FormSlots, speaking: Speaking, joint: string): Fill => {
  const { locale } = speaking
  const between = betweenOf(slots, speaking) ?? joint
  const words = (kind: string) => {
    const values = slots[kind]
    return values && wordsOf(kind, values, speaking, between)
  }
  return (name, way) => {
    switch (name) {
      case "edition":
        return editionOf(slots, speaking)
      case "wish":
        return wishOf(slots, speaking)
      case "count":
        return slots["NUM"]?.find((figure) => !isYear(figure))
      case "year":
        return slots["NUM"]?.find(isYear)
      case "CMP":
        return comparisonOf(slots["CMP"]?.[0] ?? "", speaking)
      case "one": {
        const all = bookKinds.flatMap((kind) => words(kind) ?? [])
        return all.length === 0 ? undefined : ways[way]?.(all, locale)
      }
      default: {
        const said = words(name)
        if (said !== undefined) return ways[way]?.(said, locale)
        // A kind without words of its own is only asked whether it is there.
        return slots[name]?.every((value) => value === "") === true ? "" : undefined
      }
    }
  }
}
