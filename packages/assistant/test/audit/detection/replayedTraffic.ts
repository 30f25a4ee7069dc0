/**
 * Questions about books as the labelled pairs word them, asked of a few popular titles: each wording that names titles
 * or people of the catalogue is asked of each of some others as well, so that one question is asked in many words.
 *
 * What a text means is what the reader says while nothing is wrong with it, which no labelled pair contradicts.
 */
import type { Letters } from "@manga-assist/language"
import { labelledPairs } from "../../canonical/labelledPairs.ts"
import { read } from "../../demoShop.ts"
import { isAnswerable, type Meaning } from "./labelledAnswers.ts"
import { hashOf } from "./random.ts"

export interface Text {
  readonly text: string
  readonly meaning: Meaning
}

const popular = {
  en: ["Naruto", "One Piece", "Berserk", "Vinland Saga", "Monster", "Bleach"],
  ja: [
    "ナルト",
    "ワンピース",
    "ベルセルク",
    "ヴィンランド・サガ",
    "ブルーロック",
    "チェンソーマン",
  ],
}
const people = {
  en: ["Naoki Urasawa", "Rumiko Takahashi", "Osamu Tezuka"],
  ja: ["浦沢直樹", "高橋留美子", "手塚治虫"],
}

/** Wordings of one form that are asked, at most; the form of the most has 800. */
const mostWordings = 120

const meaningOf = (text: string): Meaning | undefined => {
  const { intent, locale, reading } = read(text)
  if (!reading.known || intent === "policy" || !isAnswerable(reading.question)) return undefined
  const { form, question, slots } = reading
  const named = "SERIES BOOK NEXTOF LATESTOF LASTOF CMP"
    .split(" ")
    .flatMap((kind) => slots[kind] ?? [])
    .flatMap((value) => value.replace(/^.*:|#.*$/gu, "").split(">"))
  return { form, question, locale, series: named }
}

/** The letters that are compared have lost their spaces. */
const spaced = ({ edges, text }: Letters, start: number, end: number): string =>
  Array.from(
    { length: end - start },
    (_, at) => (edges[start + at] === 0 || at === 0 ? "" : " ") + (text[start + at] ?? ""),
  ).join("")

/** The text itself, and what else it is asked of. */
const variantsOf = (text: string, { locale, question }: Meaning): ReadonlyArray<Text> => {
  const { cut, letters } = read(text).reading
  const names = cut.filter(
    ({ kind, sense }) => sense?.name === true && /^(?:SERIES|PERSON)$/u.test(kind),
  )
  if (names.length === 0) return [text].flatMap(meant)
  return Array.from({ length: 3 }, (_, turn) => {
    let asked = ""
    let behind = letters.text.length
    for (const [at, { end, kind, start }] of [...names.entries()].toReversed()) {
      const others = kind === "SERIES" ? popular[locale] : people[locale]
      const other = others[(hashOf(text) + at + turn * 2) % others.length] ?? ""
      asked = ` ${other} ${spaced(letters, end, behind)}${asked}`
      behind = start
    }
    return `${spaced(letters, 0, behind)}${asked}`.trim()
  })
    .flatMap(meant)
    .filter(({ meaning }) => meaning.question === question && meaning.locale === locale)
}

const meant = (text: string): ReadonlyArray<Text> => {
  const meaning = meaningOf(text)
  return meaning === undefined ? [] : [{ text, meaning }]
}

export const replayedTexts = (): ReadonlyArray<Text> => {
  const wordings = [
    ...new Set(
      labelledPairs
        .filter(({ label }) => label !== "never")
        .flatMap(({ asked, stored }) => [stored, asked]),
    ),
  ]
  const counts = new Map<string, number>()
  const texts = wordings
    .toSorted((a, b) => hashOf(a) - hashOf(b))
    .flatMap((text) => {
      const meaning = meaningOf(text)
      if (meaning === undefined) return []
      const key = `${meaning.locale} ${meaning.question}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
      return (counts.get(key) ?? 0) <= mostWordings ? variantsOf(text, meaning) : []
    })
  return [...new Map(texts.map((each) => [each.text, each])).values()]
}
