/**
 * Decides whether a text is among the facts of a prompt or can be computed from them. Other wordings count:
 * `"inStock":true` is found as "in stock" and 在庫あり. Pure.
 */
import { series } from "@manga-assist/catalogue"
import type { PromptFacts } from "./PromptFacts.ts"
import { dated, plain, saysText } from "./Texts.ts"

/** Stock as an answer states it, by what the prompt says. */
export const stockWords = {
  in: ["in stock", "available", "在庫あり", "在庫があ", "在庫がござ", "在庫は", "すぐにお読み"],
  out: [
    "out of stock",
    "sold out",
    "not in stock",
    "unavailable",
    "在庫切れ",
    "品切れ",
    "在庫がありません",
    "在庫なし",
    "売り切れ",
  ],
} as const

const told: Readonly<Record<string, ReadonlyArray<string>>> = {
  "inStock:true": stockWords.in,
  "inStock:false": stockWords.out,
  "status:ongoing": [
    "ongoing",
    "still running",
    "running",
    "not finished",
    "連載中",
    "続いて",
    "完結していません",
  ],
  "status:completed": ["complete", "finished", "ended", "完結"],
  "status:hiatus": ["hiatus", "paused", "休載"],
  "status:processing": ["processing", "prepared", "preparing", "準備"],
  "status:shipped": ["shipped", "on its way", "発送"],
  "status:delivered": ["delivered", "arrived", "届け", "配達"],
  "status:cancelled": ["cancelled", "canceled", "キャンセル"],
  "ageRating:all": ["all ages", "全年齢"],
  "ageRating:teen": ["teen", "十代", "10代"],
  "ageRating:mature": ["adult", "mature", "成人", "大人"],
  "demographic:shonen": ["shonen", "少年"],
  "demographic:seinen": ["seinen", "青年"],
  "demographic:shojo": ["shojo", "少女"],
  "demographic:josei": ["josei", "女性"],
  "demographic:kodomo": ["kodomo", "children", "児童", "子ども", "子供"],
  "format:paperback": ["paperback", "paper", "紙"],
  "format:digital": ["digital", "e-book", "ebook", "電子"],
  "format:box-set": ["box set", "box", "ボックス"],
}

const toldOf = ({ records }: PromptFacts): ReadonlyArray<string> =>
  records.flatMap(({ value }) =>
    Object.entries(value).flatMap(([field, each]) => told[`${field}:${String(each)}`] ?? []),
  )

const wordsOfFacts = Object.values(told).flat()

/** Titles, people and publishers of the catalogue. */
const names = new Set(
  series()
    .flatMap(({ aliases, author, english, japanese, publisher, romaji }) =>
      [english, japanese, romaji, publisher].concat(
        aliases,
        author.english.split(", "),
        author.japanese.split("、"),
      ),
    )
    .map(plain),
)

/** Names beyond the catalogue: each word begins with a capital letter, or all is kanji and katakana. */
const looksLikeName = (wanted: string): boolean =>
  /^\p{Lu}\p{Ll}+(?:[ '-]\p{Lu}?\p{Ll}+)+$/u.test(wanted) ||
  /^[\p{sc=Han}\p{sc=Katakana}ー・]{3,}$/u.test(wanted)

/** "not available" may as well be how a title that is not carried is refused. */
const negation = /\b(?:not|no|none|can't|cannot)\b|n't\b/u

/** Whether a wanted text is a figure, a date, a name or a state, which a model must not make up. */
const isFact = (wanted: string): boolean =>
  /\d/u.test(wanted.normalize("NFKC")) ||
  names.has(plain(wanted)) ||
  (!negation.test(plain(wanted)) && wordsOfFacts.some((words) => saysText(wanted, words))) ||
  looksLikeName(wanted)

const isInPrompt = (facts: PromptFacts, wanted: string): boolean =>
  saysText(facts.text, wanted) ||
  toldOf(facts).some((words) => saysText(wanted, words) || saysText(words, wanted)) ||
  isComputed(facts, wanted)

/**
 * Is one of the texts that an answer had to say in the prompt? Words that are no fact (how a refusal is put, a
 * thank you) are the model's own and need nothing there; beside a fact they do not stand in for it.
 */
export const areInFacts = (facts: PromptFacts, choices: ReadonlyArray<string>): boolean => {
  const wanted = choices.filter(isFact)
  return wanted.length === 0 || wanted.some((each) => isInPrompt(facts, each))
}

const moneyFields = ["price", "total", "amount"] as const

/** Sums of money in a prompt: of its records, and those that the policies name. */
const money = ({ records, text }: PromptFacts): ReadonlyArray<number> => [
  ...new Set([
    ...records.flatMap(({ value }) =>
      moneyFields.flatMap((field) => {
        const each = value[field]
        return typeof each === "number" ? [each] : []
      }),
    ),
    ...[...dated(text).matchAll(/¥(\d+)/gu)].map(([, digits]) => Number(digits)),
  ]),
]

const numbersIn = (text: string): ReadonlyArray<number> =>
  [...dated(text).matchAll(/(?<![\d.-])\d+(?![\d.]*\d|-\d)/gu)].map(([digits]) => Number(digits))

/** More prices in one answer are told one by one. */
const mostSummed = 12

/** What any of them come to together: prices of the books shown in one format, or totals of orders. */
const sumsOf = ({ records }: PromptFacts): ReadonlySet<number> => {
  const lists = new Map<string, Array<number>>()
  for (const { block, value } of records) {
    const amount = block === "orders" ? value["total"] : value["price"]
    if (typeof amount !== "number" || value["kind"] === "series") continue
    const key = `${block === "orders" ? block : "books"} ${String(value["format"])}`
    lists.set(key, [...(lists.get(key) ?? []), amount])
  }
  const sums = new Set<number>()
  for (const list of lists.values()) {
    const reached = new Set([0])
    for (const amount of list.slice(0, mostSummed)) {
      for (const sum of Array.from(reached)) reached.add(sum + amount)
    }
    for (const sum of reached) sums.add(sum)
  }
  return sums
}

/** Sums, differences and multiples of sums of money, how many records there are and how many copies they hold. */
export const isComputed = (facts: PromptFacts, wanted: string): boolean => {
  const found = numbersIn(wanted)
  if (found.length === 0) return false
  const values = money(facts)
  const counts = countsOf(facts)
  const sums = sumsOf(facts)
  const prices = facts.records.flatMap(({ value: { price } }) =>
    typeof price === "number" ? [price] : [],
  )
  const total = prices.reduce((sum, each) => sum + each, 0)
  return found.every(
    (number) =>
      counts.has(number) ||
      sums.has(number) ||
      number === total ||
      values.some(
        (one) =>
          [2, 3, 4, 5, 6, 7, 8, 9, 10].some((times) => one * times === number) ||
          values.some((other) => one + other === number || one - other === number),
      ),
  )
}

/** How many products, orders or series there are, in all and of each kind, and how many copies an order or all hold. */
const countsOf = ({ records }: PromptFacts): ReadonlySet<number> => {
  const groups = new Map<string, number>()
  for (const { block, value } of records) {
    for (const key of [
      block,
      `${block} ${String(value["kind"])}`,
      `${block} ${String(value["title"])}`,
    ]) {
      groups.set(key, (groups.get(key) ?? 0) + 1)
    }
  }
  const copies = records.flatMap(({ value: { items } }) =>
    Array.isArray(items)
      ? [
          items
            .map((item: unknown) => quantityOf(item))
            .reduce((sum, quantity) => sum + quantity, 0),
        ]
      : [],
  )
  const all = copies.reduce((sum, each) => sum + each, 0)
  return new Set([...groups.values(), ...copies, all])
}

const quantityOf = (item: unknown): number =>
  typeof item === "object" &&
  item !== null &&
  "quantity" in item &&
  typeof item.quantity === "number"
    ? item.quantity
    : 0
