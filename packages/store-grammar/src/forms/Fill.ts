/** What the templates of `FormTable.ts` may name beside the slots: a book of any kind, an edition, a wish, an article. */
import type { Locale } from "@manga-assist/protocol"
import { comparisonOf } from "./Comparison.ts"
import { type FormSlots, listed, wordOf, wordsOf } from "./SlotWords.ts"
import type { Fill } from "./Template.ts"
import { wishOf } from "./Wish.ts"

const bookKinds = ["BOOK", "SERIES", "LATESTOF", "LASTOF", "NEXTOF"]

const article = (words: string): string => `${/^[aeiou]/iu.test(words) ? "an" : "a"} ${words}`

const many = (words: string): string =>
  words.endsWith("s") ? words : words.endsWith("y") ? `${words.slice(0, -1)}ies` : `${words}s`

/** Whom a demographic is for. */
const readersOf: Readonly<Record<string, string>> = {
  "children's": "children",
  shonen: "boys",
  seinen: "men",
  shojo: "girls",
  josei: "women",
}

type Way = (words: ReadonlyArray<string>, locale: Locale) => string

const ways: Readonly<Record<string, Way>> = {
  "": (words, locale) => listed(words, locale),
  or: (words, locale) => listed(words, locale, "or"),
  a: (words, locale) => listed(locale === "en" ? words.map(article) : words, locale),
  many: (words, locale) => listed(locale === "en" ? words.map(many) : words, locale),
  for: (words) => listed(words.map((each) => readersOf[each] ?? each), "en"),
  // 今週の
  of: (words, locale) => (locale === "en" ? listed(words, locale) : words.map((each) => `${each}の`).join("")),
}

/** "English digital edition", 英語の電子版. */
const editionOf = (slots: FormSlots, locale: Locale): string | undefined => {
  const { FORMAT: formats, LANGUAGE: languages } = slots
  const language = languages && wordsOf("LANGUAGE", languages, locale)
  const format = formats && wordsOf("FORMAT", formats, locale)
  if (locale === "ja") {
    if (format !== undefined) return [...(language ?? []).map((each) => `${each}の`), listed(format, locale)].join("")
    return language && `${listed(language, locale)}版`
  }
  if (format !== undefined) return [...(language ?? []), listed(format, locale)].join(" ")
  return language && `${listed(language, locale)} edition`
}

/** Before the order, after it: when something is asked for. */
const whens: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  BEFORESHIP: { en: " before it ships", ja: "発送前に" },
  AFTERSHIP: { en: " after it ships", ja: "発送後に" },
  AFTERORDER: { en: " after ordering", ja: "注文後に" },
}

const macros: Readonly<
  Record<string, (slots: FormSlots, locale: Locale, way: string) => string | undefined>
> = {
  one: (slots, locale, way) => {
    const kind = bookKinds.find((each) => slots[each] !== undefined)
    return kind === undefined ? undefined : fillOf(slots, locale)(kind, way)
  },
  both: (slots, locale, way) => {
    const words = ["BOOK", "SERIES"].flatMap((kind) => wordsOf(kind, slots[kind] ?? [], locale) ?? [])
    return words.length === 0 ? undefined : ways[way]?.(words, locale)
  },
  edition: editionOf,
  wish: wishOf,
  when: (slots, locale) =>
    Object.entries(whens).find(([kind]) => slots[kind] !== undefined)?.[1][locale],
  article: (slots, locale) => articleOf(slots, locale),
}

/** What is sent back: "an opened book", 開封済みの本; "a sale item", セール品. */
const goods: ReadonlyArray<readonly [kind: string, en: string, ja: string]> = [
  ["COMPLETESET", "set", "セット"],
  ["DISCOUNT", "sale item", "セール品"],
  ["GIFT", "gift", "プレゼント"],
  ["PREORDER", "pre-order", "予約商品"],
]


const states: ReadonlyArray<readonly [kind: string, en: string, ja: string]> = [
  ["DAMAGED", "damaged", "破損した"],
  ["WRONGITEM", "wrong", "間違えて届いた"],
  ["OPENED", "opened", "開封済みの"],
  ["UNOPENED", "unopened", "未開封の"],
  ["MISBOUGHT", "", "買い間違えた"],
  ["UNWANTED", "unwanted", "不要になった"],
  ["MISTAKEN", "", "間違えて買った"],
]

const articleOf = (slots: FormSlots, locale: Locale): string | undefined => {
  const state = states.find(([kind]) => slots[kind] !== undefined)
  const format = slots["FORMAT"] && wordsOf("FORMAT", slots["FORMAT"], locale)
  const good = goods.find(([kind]) => slots[kind] !== undefined)
  if (locale === "ja") return `${state?.[2] ?? ""}${format === undefined ? (good?.[2] ?? "本") : listed(format, locale)}`
  const noun = format === undefined ? (good?.[1] ?? "book") : listed(format, locale)
  const kind = state === undefined || state[1] === "" ? noun : `${state[1]} ${noun}`
  return `${article(kind)}${slots["MISTAKEN"] === undefined ? "" : " bought by mistake"}`
}

export const fillOf =
  (slots: FormSlots, locale: Locale): Fill =>
  (name, way) => {
    const macro = macros[name]
    if (macro !== undefined) return macro(slots, locale, way)
    const values = slots[name]
    if (values === undefined) return undefined
    if (name === "CMP") return comparisonOf(values[0] ?? "", locale)
    const words = wordsOf(name, values, locale)
    // A kind without words of its own is only asked whether it is there.
    return words === undefined ? (values.every((value) => value === "") ? "" : undefined) : ways[way]?.(words, locale)
  }
