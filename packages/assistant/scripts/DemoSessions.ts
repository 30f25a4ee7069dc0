/**
 * Sessions as the demo store has them, in English and Japanese, the same on every machine: what the
 * session dictionary is trained from and payload sizes are measured on.
 *
 * Answers are made of the catalogue's own sentences and synopses; no model is asked.
 */
import { createHash } from "node:crypto"
import { catalogueDate, products } from "@manga-assist/catalogue"
import { catalogueAnswer } from "../src/products/CatalogueAnswer.ts"
import type { PastTurn } from "../src/conversation/Conversation.ts"
import { type ListedProduct, listedProduct } from "../src/products/ListedProduct.ts"
import { toOffer } from "../src/products/Offer.ts"
import { read } from "../src/reading/Read.ts"
import { demoNames } from "../src/reading/StoreNames.ts"

export type DemoLocale = "en" | "ja"

const questions: Readonly<Record<DemoLocale, ReadonlyArray<(product: ListedProduct) => string>>> = {
  en: [
    ({ title, volume }) => `Is volume ${volume ?? 1} of ${title} in stock?`,
    ({ title }) => `Tell me about ${title}`,
    ({ genres }) => `Can you recommend something like that, with ${genres.join(" and ")}?`,
    ({ title, volume }) => `How much is ${title} volume ${volume ?? 1} as paperback?`,
    () => "How long does delivery take?",
    ({ title }) => `When does the next volume of ${title} come out?`,
    ({ author }) => `What else is there by ${author}?`,
    () => "Can I return a damaged book?",
  ],
  ja: [
    ({ japaneseTitle, volume }) => `${japaneseTitle}の${volume ?? 1}巻は在庫ありますか？`,
    ({ japaneseTitle }) => `${japaneseTitle}について教えてください`,
    () => "それに似たおすすめの漫画はありますか？",
    ({ japaneseTitle, volume }) => `${japaneseTitle}の${volume ?? 1}巻の値段はいくらですか？`,
    () => "配送にはどれくらいかかりますか？",
    ({ japaneseTitle }) => `${japaneseTitle}の新刊はいつ発売ですか？`,
    ({ authorJapanese }) => `${authorJapanese}のほかの作品はありますか？`,
    () => "届いた本が破損していました。返品できますか？",
  ],
}

const uuidOf = (text: string): string => {
  const hex = createHash("sha256").update(text).digest("hex")
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join("-")
}

const listed = products().flatMap((product) => listedProduct(product) ?? [])
const startedAt = Date.UTC(2026, 10, 1)

/** Turn `n` of a session that goes through the catalogue from `start` on. */
const turnOf = (locale: DemoLocale, start: number, n: number): PastTurn => {
  const shown = [0, 1, 2].flatMap(
    (step) => listed[(start * 7 + n * 31 + step * 5) % listed.length] ?? [],
  )
  const [product] = shown
  if (product === undefined) throw new Error("the catalogue is empty")
  const asks = questions[locale]
  const text = (asks[n % asks.length] ?? (() => ""))(product)
  const question = read(demoNames(), text, locale)
  const said = catalogueAnswer(
    question,
    shown.map((each) => toOffer(each, undefined, catalogueDate)),
    [],
  )
  const story = n % 3 === 1 ? (locale === "ja" ? product.synopsisJapanese : product.synopsis) : ""
  return {
    turn: uuidOf(`${locale}-${start}-${n}`),
    question: text,
    answer: [said ?? "", story].filter((part) => part !== "").join(locale === "ja" ? "" : " "),
    series: [...new Set(shown.map(({ seriesId }) => seriesId))],
    products: shown.map(({ id }) => id),
    at: startedAt + start * 3_600_000 + n * 40_000,
    seq: n + 1,
  }
}

export const demoSession = (
  locale: DemoLocale,
  start: number,
  turns: number,
): ReadonlyArray<PastTurn> => Array.from({ length: turns }, (_, n) => turnOf(locale, start, n))
