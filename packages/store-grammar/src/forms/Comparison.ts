/**
 * Writes the whole question of a comparison in English or Japanese, "Is Naruto longer than Bleach?", from the value by
 * which the parser states it, such as `longer:naruto>bleach` or `cheaper:nana#3:digital>paperback`. `undefined` where
 * a title or a measure has no words.
 */
import type { Locale } from "@manga-assist/protocol"
import { type Speaking, wordOf } from "./SlotWords.ts"

const thing = (value: string, speaking: Speaking) =>
  wordOf(value.includes("#") ? "BOOK" : "SERIES", value, speaking)

/** `$1` than `$2`. */
const measures: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  sequel: { en: "Is $1 a sequel to $2?", ja: "$1は$2の続編にあたりますか？" },
  prequel: { en: "Is $1 a prequel to $2?", ja: "$1は$2の前日譚にあたりますか？" },
  spinoff: { en: "Is $1 a spin-off of $2?", ja: "$1は$2のスピンオフにあたりますか？" },
  after: { en: "Does $1 come after $2?", ja: "$1は$2の後の話ですか？" },
  before: { en: "Does $1 come before $2?", ja: "$1は$2の前の話ですか？" },
}

const words: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  longer: { en: "longer", ja: "長い" },
  shorter: { en: "shorter", ja: "短い" },
  cheaper: { en: "less expensive", ja: "安い" },
  dearer: { en: "more expensive", ja: "高い" },
  older: { en: "older", ja: "古い" },
  newer: { en: "newer", ja: "新しい" },
  better: { en: "better", ja: "面白い" },
  popular: { en: "more popular", ja: "人気" },
  famous: { en: "more famous", ja: "有名" },
  selling: { en: "better selling", ja: "売り上げが多い" },
  scarier: { en: "scarier", ja: "怖さで上" },
  darker: { en: "darker", ja: "暗さで上" },
  funnier: { en: "funnier", ja: "笑いで上" },
  "more-fun": { en: "more fun", ja: "楽しさで上" },
  "more-violent": { en: "more violent", ja: "暴力描写で上" },
  "better-story": { en: "a better story", ja: "ストーリーで上" },
}

const measureOf = (measure: string, locale: Locale): string | undefined => words[measure]?.[locale]

export const comparisonOf = (value: string, speaking: Speaking): string | undefined => {
  const { locale } = speaking
  const [, measure = "", what = "", than = ""] = /^([a-z-]+):(.*)>([^>]*)$/u.exec(value) ?? []
  const [left = "", format] = what.split(":")
  const first = thing(left, speaking)
  if (first === undefined) return undefined
  if (format !== undefined) {
    const formats = [format, than].map((each) => wordOf("FORMAT", each, speaking))
    const word = measureOf(measure, locale)
    if (formats.includes(undefined) || word === undefined) return undefined
    return locale === "en"
      ? `Is the ${formats[0]} of ${first} ${word} than the ${formats[1]}?`
      : `${first}の${formats[0]}は${formats[1]}より${word}ですか？`
  }
  const second = thing(than, speaking)
  if (second === undefined) return undefined
  const word = measureOf(measure, locale)
  const frame =
    measures[measure]?.[locale] ??
    (word === undefined
      ? undefined
      : locale === "en"
        ? `Is $1 ${word} than $2?`
        : `$1は$2より${word}ですか？`)
  return frame?.replace("$1", () => first).replace("$2", () => second)
}
