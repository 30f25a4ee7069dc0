/**
 * Words by which a question asks for a price, a stock, a sum or an edition, made where a customer left them out. Data and
 * small functions. Pure.
 */
import type { Word } from "@manga-assist/language"
import { madeWord } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"

export const editionWords = {
  digital: { en: "in the digital edition", ja: "電子版の" },
  paperback: { en: "in the paperback edition", ja: "紙の本の" },
} as const

export const word = (kind: string, en: string, ja: string, locale: Question["locale"]) =>
  madeWord(kind, "", locale === "en" ? en : ja)
export const stock = (locale: Question["locale"]) =>
  word("STOCK", "in stock", "の在庫はありますか", locale)

export const wholeSet = (locale: Question["locale"]): ReadonlyArray<Word> => [
  word("PRICE", "how much is", "いくらですか", locale),
  word("COMPLETESET", "the complete set", "全巻セット", locale),
]

export const sum = (locale: Question["locale"]): ReadonlyArray<Word> => [
  word("?", "altogether", "合わせて", locale),
  word("PRICE", "how much is it", "いくらですか", locale),
]
