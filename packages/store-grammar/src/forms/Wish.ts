/**
 * A wish in words: "short, finished horror manga for adults under 600 yen", 600円未満の完結済みの短いホラー漫画.
 *
 * Every slot of a wish has its place before or after "manga"; what a form puts around it is its template's.
 */
import type { Locale } from "@manga-assist/protocol"
import { type FormSlots, listed, wordsOf } from "./SlotWords.ts"

/** `$`: the words of the slot. */
type Place = readonly [kind: string, frame: string, between: "adjectives" | "and" | "or"]

const before: Readonly<Record<Locale, ReadonlyArray<Place>>> = {
  en: [
    ["CHEAPEST", "the cheapest", "and"],
    ["CHEAP", "cheap", "and"],
    ["QUALITY", "$", "adjectives"],
    ["MOOD", "$", "adjectives"],
    ["LENGTH", "$", "adjectives"],
    ["FINISHED", "finished", "and"],
    ["ONGOING", "ongoing", "and"],
    ["DEMO", "$", "adjectives"],
    ["GENRE", "$", "adjectives"],
  ],
  ja: [
    ["LIKEOF", "$みたいな", "and"],
    ["AGEOF", "$向けの", "and"],
    ["READERS", "$の", "and"],
    ["BEGINNER", "初心者向けの", "and"],
    ["PRICEMIN", "$以上の", "and"],
    ["PRICEABOVE", "$超の", "and"],
    ["PRICEMAX", "$以下の", "and"],
    ["PRICEBELOW", "$未満の", "and"],
    ["VOLSMIN", "$以上の", "and"],
    ["VOLSABOVE", "$超の", "and"],
    ["VOLSMAX", "$以内の", "and"],
    ["VOLSBELOW", "$未満の", "and"],
    ["CHEAPEST", "一番安い", "and"],
    ["CHEAP", "安い", "and"],
    ["QUALITY", "$", "adjectives"],
    ["FINISHED", "完結済みの", "and"],
    ["ONGOING", "連載中の", "and"],
    ["LANGUAGE", "$の", "and"],
    ["FORMAT", "$の", "and"],
    ["NOTGENRE", "$要素のない", "and"],
    ["NOTTHEME", "$が出てこない", "and"],
    ["NOTDEMO", "$ではない", "and"],
    ["NOTMOOD", "$ではない", "and"],
    ["DEMO", "$の", "and"],
    ["MOOD", "$", "adjectives"],
    ["LENGTH", "$", "adjectives"],
    ["THEME", "$の", "and"],
    ["GENRE", "$", "and"],
  ],
}

const after: Readonly<Record<Locale, ReadonlyArray<Place>>> = {
  en: [
    ["THEME", "about $", "and"],
    ["LIKEOF", "like $", "and"],
    ["READERS", "$", "and"],
    ["AGEOF", "for a $", "and"],
    ["BEGINNER", "for beginners", "and"],
    ["LANGUAGE", "in $", "and"],
    ["FORMAT", "as $", "and"],
    ["VOLSMIN", "with at least $", "and"],
    ["VOLSABOVE", "with more than $", "and"],
    ["VOLSMAX", "with at most $", "and"],
    ["VOLSBELOW", "with less than $", "and"],
    ["PRICEMIN", "for at least $", "and"],
    ["PRICEABOVE", "for more than $", "and"],
    ["PRICEMAX", "for up to $", "and"],
    ["PRICEBELOW", "for less than $", "and"],
    ["NOTGENRE", "without $", "or"],
    ["NOTTHEME", "without $", "or"],
    ["NOTMOOD", "that is not $", "or"],
    ["NOTDEMO", "that is not $", "or"],
  ],
  ja: [],
}

const said = (slots: FormSlots, locale: Locale, places: ReadonlyArray<Place>) => {
  const parts: Array<string> = []
  for (const [kind, frame, between] of places) {
    const values = slots[kind]
    if (values === undefined) continue
    const words = frame.includes("$") ? wordsOf(kind, values, locale) : [""]
    if (words === undefined) return undefined
    const list =
      between === "adjectives"
        ? words.join(locale === "en" ? " " : "")
        : listed(words, locale, between)
    parts.push(frame.replace("$", () => list))
  }
  return parts
}

/** Kinds that say what is wished for. */
export const wishKinds: ReadonlySet<string> = new Set(
  [...before.en, ...after.en, ...before.ja].map(([kind]) => kind),
)

const firstYear = 1900

/** "3 manga", "manga of 2020". */
const isYear = (figure: string): boolean => Number(figure) >= firstYear

export const wishOf = (slots: FormSlots, locale: Locale): string | undefined => {
  const front = said(slots, locale, before[locale])
  const back = said(slots, locale, after[locale])
  if (front === undefined || back === undefined) return undefined
  const years = (slots["NUM"] ?? []).filter(isYear)
  const counts = (slots["NUM"] ?? []).filter((figure) => !isYear(figure))
  if (locale === "ja") {
    const year = years.map((figure) => `${figure}年の`)
    return [...year, ...front, "漫画", ...counts.map((figure) => `${figure}選`)].join("")
  }
  return [...counts, ...front, "manga", ...back, ...years.map((year) => `of ${year}`)].join(" ")
}
