/**
 * Formats the sentence that tells how a follow-up question was understood, in its language, such as
 * `"the second one" was understood as Monster`. Clients get it in the field `reason` of a turn's end. Pure.
 */
import type { Locale } from "@manga-assist/protocol"
import { nameOfPerson, namesOfThings, type Pointing } from "@manga-assist/store-grammar"
import { inJapaneseQuotes } from "../../reading/FormSentence.ts"
import type { Question } from "../../reading/Question.ts"
import type { About } from "./About.ts"

export const ordinalWords = ["first", "second", "third", "fourth", "fifth"]

const pointedInJapanese = (
  { all, next, other, place, previous }: Pointing,
  person: string | undefined,
): string => {
  if (place !== undefined) return place.fromEnd ? "最後のもの" : `${place.at + 1}番目のもの`
  if (other) return "もう一つ"
  if (all) return "両方"
  if (person !== undefined) return "その作者"
  if (next) return "次のもの"
  return previous ? "一つ前のもの" : "それ"
}

const pointed = (
  { all, next, other, place, previous }: Pointing,
  person: string | undefined,
): string => {
  if (place !== undefined) {
    return place.fromEnd ? '"the last one"' : `"the ${ordinalWords[place.at] ?? "first"} one"`
  }
  if (other) return '"the other one"'
  if (all) return '"both"'
  if (person !== undefined) return '"that author"'
  if (next) return '"the next one"'
  return previous ? '"the one before"' : '"it"'
}

const english = {
  allOrders: "understood as a question about the customer's orders",
  order: (id: string) => `understood as a question about order ${id}`,
  /** What is not there, such as the third of two books. */
  lacking: (lacks: string) => `the question asks for ${lacks}`,
  onlyLast: (text: string) => `only the last sentence asks: "${text}"`,
  withWishes: (text: string) => `understood with what was wished for before: "${text}"`,
  rulesGoOn: "understood as going on with the question about the store's rules",
}

const japanese: typeof english = {
  allOrders: "お客様のご注文についての質問と理解しました",
  order: (id) => `ご注文${id}についての質問と理解しました`,
  lacking: () => "これまでに示したものの中に、お尋ねのものがありません",
  onlyLast: (text) => `最後の文だけを質問と理解しました：${inJapaneseQuotes(text)}`,
  withWishes: (text) => `これまでのご希望と合わせて理解しました：${inJapaneseQuotes(text)}`,
  rulesGoOn: "当店の決まりについての質問の続きと理解しました",
}

export const meantReasons: Readonly<Record<Locale, typeof english>> = { en: english, ja: japanese }

export const reasonOf = (
  { locale, slots }: Question,
  pointing: Pointing,
  { lacks, person, things }: About,
  /** The question that it is, where one of ours says it. */
  sentence?: string,
): string => {
  const named = person === undefined ? namesOfThings(things, locale) : nameOfPerson(person, locale)
  if (lacks !== undefined) return meantReasons[locale].lacking(lacks)
  const isOther = pointing.bare && slots.series.length > 0
  if (locale === "ja") {
    const meant = isOther
      ? `${named}についての同じ質問と理解しました`
      : `「${pointedInJapanese(pointing, person)}」を${named}と理解しました`
    return sentence === undefined ? meant : `${meant}：${inJapaneseQuotes(sentence)}`
  }
  const meant = isOther
    ? `understood as the same question about ${named}`
    : `${pointed(pointing, person)} was understood as ${named}`
  return sentence === undefined ? meant : `${meant}: "${sentence}"`
}
