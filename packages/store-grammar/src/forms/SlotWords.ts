/**
 * Writes one value of a question (a slot's value, such as `naruto#5` or a price) in the words of a language, for the
 * store's own wording of that question: titles, people, volumes, numbers with their units, and everything else by the
 * grammar's word lists. `undefined` where the language has no word for it.
 */
import type { Catalogue } from "@manga-assist/catalogue"
import type { Locale } from "@manga-assist/protocol"
import type { Kind } from "../kinds/Kind.ts"
import { publisherInJapanese } from "../PublisherNames.ts"
import { glossOf } from "./Glosses.ts"

/** What the words are of: the names of a shop, in one language. */
export interface Speaking {
  readonly catalogue: Catalogue
  readonly locale: Locale
}

export type FormSlots = Readonly<Record<string, ReadonlyArray<string>>>

const titleOf = (id: string, { catalogue, locale }: Speaking): string | undefined => {
  const found = catalogue.of(id)
  if (found === undefined) return undefined
  return locale === "en" ? found.english : `「${found.japanese}」`
}

/** What stands before and after the title or the value. */
const frames: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  SERIES: { en: "$", ja: "$" },
  LIKEOF: { en: "$", ja: "$" },
  LATESTOF: { en: "the latest volume of $", ja: "$の最新刊" },
  LASTOF: { en: "the last volume of $", ja: "$の最終巻" },
  NEXTOF: { en: "the next volume of $", ja: "$の次の巻" },
} satisfies Partial<Record<Kind, unknown>>

const bounds = ["MAX", "BELOW", "MIN", "ABOVE"]

const figures: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  ...Object.fromEntries(bounds.map((bound) => [`PRICE${bound}`, { en: "$ yen", ja: "$円" }])),
  ...Object.fromEntries(bounds.map((bound) => [`VOLS${bound}`, { en: "$", ja: "$巻" }])),
  AGEOF: { en: "$-year-old", ja: "$歳" },
  ENDAT: { en: "$", ja: "$" },
  ONLYVOLS: { en: "$", ja: "$" },
  NUM: { en: "$", ja: "$" },
} satisfies Partial<Record<Kind, unknown>>

/** "Naruto English edition volume 5": what stands between a title and its volume. */
const bookOf = (value: string, speaking: Speaking, between: string): string | undefined => {
  const at = value.lastIndexOf("#")
  const title = titleOf(value.slice(0, at), speaking)
  const volume = value.slice(at + 1)
  if (title === undefined) return undefined
  return speaking.locale === "en"
    ? `${title}${between} volume ${volume}`
    : `${title}${between}${volume}巻`
}

/** Places whose names are no names. */
const small = new Set(["other countries", "remote islands"])

const capitals = (words: string): string =>
  small.has(words) || words !== words.toLowerCase()
    ? words
    : words.replaceAll(/(?<![\p{L}'])\p{L}/gu, (letter) => letter.toUpperCase())

/** `undefined` where the language has no word for it. */
export const wordOf = (
  kind: string,
  value: string,
  speaking: Speaking,
  between = "",
): string | undefined => {
  const { catalogue, locale } = speaking
  const frame = frames[kind]
  if (frame !== undefined) {
    const title = titleOf(value, speaking)
    return title === undefined ? undefined : frame[locale].replace("$", () => title)
  }
  const figure = figures[kind]
  if (figure !== undefined) return figure[locale].replace("$", () => value)
  switch (kind) {
    case "BOOK":
      return bookOf(value, speaking, between)
    case "PRICERANGE": {
      const [least, most] = value.split("-")
      return locale === "en" ? `between ${least} and ${most} yen` : `${least}円以上${most}円以下の`
    }
    case "PERSON":
      return locale === "en" ? value : catalogue.people.get(value)
    case "PUBLISHERNAME":
    case "NOTPUBLISHERNAME":
      return locale === "en" ? value : publisherInJapanese(value)
    case "GENRE":
    case "NOTGENRE": {
      const gloss = glossOf("GENRE", value, locale)
      if (gloss !== undefined) return gloss
      const genre = catalogue.genre(value)
      return locale === "en"
        ? genre?.english.toLowerCase().split(" & ")[0]
        : genre?.japanese.split("・")[0]
    }
    case "PLACE": {
      const place = glossOf(kind, value, locale)
      return place === undefined || locale === "ja" ? place : capitals(place)
    }
    default:
      return glossOf(kind, value, locale) ?? glossOf(kind.replace(/^NOT/u, ""), value, locale)
  }
}

/** "A, B and C"; AとBとC. */
export const listed = (words: ReadonlyArray<string>, locale: Locale, last = "and"): string => {
  if (locale === "ja") return words.join(last === "or" ? "か" : "と")
  const end = words.at(-1) ?? ""
  return words.length < 2 ? end : `${words.slice(0, -1).join(", ")} ${last} ${end}`
}

export const wordsOf = (
  kind: string,
  values: ReadonlyArray<string>,
  speaking: Speaking,
  between = "",
): ReadonlyArray<string> | undefined => {
  const words = values.flatMap((value) => wordOf(kind, value, speaking, between) ?? [])
  return words.length === values.length && words.length > 0 ? words : undefined
}
