/**
 * Writes what somebody looks for in words, from the slots (genre, length, price, …) that the grammar found in the
 * question: "short finished horror manga for adults under 600 yen", 600円未満の完結済みの短いホラー漫画. `undefined`
 * where the language has no word for one of them.
 *
 * Every slot has its position before or after "manga"; the text around it comes from the question's template.
 */
import type { Kind } from "../kinds/Kind.ts"
import type { Locale } from "@manga-assist/protocol"
import { readersOf, withArticle } from "./Nouns.ts"
import { type FormSlots, listed, type Speaking, wordsOf } from "./SlotWords.ts"

/** How the words of a slot are said, or a frame in which `$` is their list. */
type Said = string | ((words: ReadonlyArray<string>) => string)

/** Two bounds of the price are said as one. */
type Place = readonly [kind: Kind | "PRICERANGE", said: Said]

const inARow =
  (between: string): Said =>
  (words) =>
    words.join(between)

const adjectives = inARow(" ")

const joined = inARow("")

const either =
  (frame: string): Said =>
  (words) =>
    frame.replace("$", () => listed(words, "en", "or"))

const volumes =
  (frame: string): Said =>
  (words) =>
    frame.replace(
      "$",
      () => `${listed(words, "en")} ${words.join("") === "1" ? "volume" : "volumes"}`,
    )

/** "about vampires", "with a female lead". */
const theme: Said = (words) =>
  words.map((word) => `${/^an? /u.test(word) ? "with" : "about"} ${word}`).join(" ")

/** "without romance", "that is not historical". */
const withoutGenre: Said = (words) =>
  `${words.some((word) => /[cr]al$/u.test(word)) ? "that is not" : "without"} ${listed(words, "en", "or")}`

/** "in a digital edition", "as a box set". */
const format: Said = (words) =>
  words
    .map((word) => `${word.endsWith("edition") ? "in" : "as"} ${withArticle(word)}`)
    .join(" and ")

const before: Readonly<Record<Locale, ReadonlyArray<Place>>> = {
  en: [
    ["CHEAPEST", "the cheapest"],
    ["CHEAP", "cheap"],
    ["QUALITY", adjectives],
    ["MOOD", adjectives],
    ["LENGTH", adjectives],
    ["FINISHED", "finished"],
    ["ONGOING", "ongoing"],
    ["DEMO", adjectives],
    ["GENRE", adjectives],
  ],
  ja: [
    ["LIKEOF", "$みたいな"],
    ["AGEOF", "$向けの"],
    ["READERS", "$の"],
    ["BEGINNER", "初心者向けの"],
    ["PRICERANGE", joined],
    ["PRICEMIN", "$以上の"],
    ["PRICEABOVE", "$を超える"],
    ["PRICEMAX", "$以下の"],
    ["PRICEBELOW", "$未満の"],
    ["VOLSMIN", "$以上の"],
    ["VOLSABOVE", "$を超える"],
    ["VOLSMAX", "$以内の"],
    ["VOLSBELOW", "$未満の"],
    ["CHEAPEST", "一番安い"],
    ["CHEAP", "安い"],
    ["QUALITY", joined],
    ["FINISHED", "完結済みの"],
    ["ONGOING", "連載中の"],
    ["LANGUAGE", "$の"],
    ["FORMAT", "$の"],
    ["NOTGENRE", (words) => words.map((word) => `${word}要素のない`).join("")],
    ["NOTTHEME", (words) => words.map((word) => `${word}が出てこない`).join("")],
    ["NOTDEMO", (words) => words.map((word) => `${word}ではない`).join("")],
    ["NOTMOOD", joined],
    ["DEMO", "$の"],
    ["MOOD", joined],
    ["LENGTH", joined],
    ["THEME", "$の"],
    ["GENRE", "$"],
  ],
}

const after: Readonly<Record<Locale, ReadonlyArray<Place>>> = {
  en: [
    ["THEME", theme],
    ["LIKEOF", "like $"],
    ["READERS", inARow(" and ")],
    ["AGEOF", (words) => `for ${listed(words.map(withArticle), "en")}`],
    ["BEGINNER", "for beginners"],
    ["LANGUAGE", "in $"],
    ["FORMAT", format],
    ["VOLSMIN", volumes("with at least $")],
    ["VOLSABOVE", volumes("with more than $")],
    ["VOLSMAX", volumes("with at most $")],
    ["VOLSBELOW", volumes("with fewer than $")],
    ["PRICERANGE", inARow(" and ")],
    ["PRICEMIN", "for at least $"],
    ["PRICEABOVE", "over $"],
    ["PRICEMAX", "for up to $"],
    ["PRICEBELOW", "under $"],
    ["NOTGENRE", withoutGenre],
    ["NOTTHEME", either("without $")],
    ["NOTMOOD", either("that is not $")],
    ["NOTDEMO", (words) => `that is not for ${listed(words.map(readersOf), "en", "or")}`],
  ],
  ja: [],
}

/** `undefined` where the language has no word for one of them. */
const saidOf = (slots: FormSlots, speaking: Speaking, places: ReadonlyArray<Place>) => {
  const parts: Array<string> = []
  for (const [kind, said] of places) {
    const values = slots[kind]
    if (values === undefined) continue
    const plain = typeof said === "string" && !said.includes("$")
    const words = plain ? [] : wordsOf(kind, values, speaking)
    if (words === undefined) return undefined
    parts.push(
      typeof said === "string"
        ? said.replace("$", () => listed(words, speaking.locale))
        : said(words),
    )
  }
  return parts
}

/** "Between 500 and 800 yen". */
const withRange = (slots: FormSlots): FormSlots => {
  const { PRICEMAX: most, PRICEMIN: least, ...rest } = slots
  return least?.length === 1 && most?.length === 1
    ? { ...rest, PRICERANGE: [`${least.join("")}-${most.join("")}`] }
    : slots
}

export const wishOf = (given: FormSlots, speaking: Speaking): string | undefined => {
  const { locale } = speaking
  const slots = withRange(given)
  const front = saidOf(slots, speaking, before[locale])
  const back = saidOf(slots, speaking, after[locale])
  if (front === undefined || back === undefined) return undefined
  return locale === "ja" ? `${front.join("")}漫画` : [...front, "manga", ...back].join(" ")
}
