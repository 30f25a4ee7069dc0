/**
 * Replaces a year, a decade or an era in a wish by bounds of the year a series began, both inclusive: "before 2000",
 * 「2020年以降」, "the 90s", 「昭和50年代」, "of the last ten years". Pure.
 *
 * An era in which a story is set is none of its publication: 「昭和が舞台」.
 */
import { catalogueDate } from "@manga-assist/catalogue"
import type { Letters } from "@manga-assist/language"
import { type Kind, kindsIn, type Token } from "../../kinds/Kind.ts"
import { asKind } from "../MadeTokens.ts"
import { phrase } from "../../lists/Phrases.ts"

/** First and last year, either may be open. */
type Years = readonly [least: number | undefined, most: number | undefined]

const thisYear = Number(catalogueDate.slice(0, 4))
const firstYear = 1900
const lastYear = 2099
const decade = 10
const century = 100
/** 「10年代」 and "the 20s" are those of this century. */
const lastOfCentury = 50
/** "Recent" is what began so many years ago at most. */
const recent = 6

const showa = 1926
const heisei = 1989
const reiwa = 2019
const noughties = 2000
const tens = 2010
const twenties = 2020

const eras: Readonly<Record<string, Years | undefined>> = {
  showa: [undefined, heisei - 1],
  heisei: [heisei, reiwa - 1],
  reiwa: [reiwa, undefined],
  noughties: [noughties, tens - 1],
  tens: [tens, twenties - 1],
  twenties: [twenties, undefined],
  lately: [thisYear - recent, undefined],
}
/** The year before the first of an era that counts its own years. */
const eraBegins: Readonly<Record<string, number | undefined>> = {
  showa: showa - 1,
  heisei: heisei - 1,
  reiwa: reiwa - 1,
}

const settings = phrase("^{SETIN}")
const ofLastYears = /(?:ここ|過去|直近|最近の?|この|\b(?:last|past)\s?)$/u
/** Said of when a series began: 「1999年に始まった」, 「2005年の漫画」. */
const ofThatYear = phrase("^{BEGANTHEN}")
const opens = /^(?:から|以降|以後)/u
const closes = /^(?:まで|以前)/u
const laterHalf = /^年?代?(?:の)?(?:後半|終わり|末)/u
const earlierHalf = /^年?代?(?:の)?(?:前半|初頭|はじめ)/u
const half = 5

const decadeFrom = (number: number): number | undefined => {
  if (number % decade !== 0) return undefined
  if (number >= century) return number >= firstYear ? number : undefined
  return number < lastOfCentury ? firstYear + century + number : firstYear + number
}

interface Around {
  readonly before: Token | undefined
  readonly number: number
  readonly behind: Token | undefined
  /** The letters in front of the number, those it is written with, and those behind. */
  readonly front: string
  readonly own: string
  readonly rest: string
  /** A title is named: a year alone is said of it. */
  readonly ofTitle: boolean
}

const looksAround = 12

const spelt = (token: Token | undefined, { text }: Letters): string =>
  token === undefined ? "" : text.slice(token.start, token.end)

interface Text {
  readonly tokens: ReadonlyArray<Token>
  readonly letters: Letters
  readonly ofTitle: boolean
}

const around = ({ letters: { text }, ofTitle, tokens }: Text, at: number): Around => {
  const before = at === 0 ? undefined : tokens[at - 1]
  const [token, behind] = [tokens[at], tokens[at + 1]]
  const [start, end] = [token?.start ?? 0, token?.end ?? 0]
  return {
    before,
    number: Number(token?.value),
    behind,
    front: text.slice(Math.max(0, start - looksAround), start),
    own: text.slice(start, end),
    rest: text.slice(end, end + looksAround),
    ofTitle,
  }
}

/** 「昭和50」 is 1975. */
const inCommonYears = ({ before, number }: Around): number => {
  const begins = before?.kind === "ERA" ? eraBegins[before.value] : undefined
  return begins !== undefined && number < century ? begins + number : number
}

const ofDecade = (found: Around, letters: Letters): Years | undefined => {
  const { behind, number, rest } = found
  const word = spelt(behind, letters)
  const isDecade =
    behind?.kind === "DECADE" || word === "s" || word.startsWith("年代") || rest.startsWith("年代")
  if (!isDecade) return undefined
  const common = inCommonYears(found)
  const start = common === number ? decadeFrom(number) : common
  if (start === undefined) return undefined
  if (behind?.kind === "LATER") return [start, undefined]
  if (behind?.kind === "EARLIER") return [undefined, start + decade - 1]
  if (laterHalf.test(rest)) return [start + half, start + decade - 1]
  if (earlierHalf.test(rest)) return [start, start + half - 1]
  return [start, start + decade - 1]
}

const ofYear = (found: Around, letters: Letters): Years | undefined => {
  const { before, behind, front, ofTitle, own, rest } = found
  const number = inCommonYears(found)
  const isYear = own.endsWith("年") || rest.startsWith("年")
  const further = rest.replace(/^年/u, "")
  if (number <= lastOfCentury) {
    const isSpan = ofLastYears.test(front) && (isYear || /^\s?years?/u.test(rest))
    const isWithin = isYear && further.startsWith("以内")
    return isSpan || isWithin ? [thisYear - number, undefined] : undefined
  }
  if (number < firstYear || number > lastYear) return undefined
  const word = spelt(behind, letters)
  if (behind?.kind === "LATER") return [word.includes("より") ? number + 1 : number, undefined]
  if (behind?.kind === "EARLIER") return [undefined, number - 1]
  // "Manga from before 1990" is one word of the store's.
  const preposition = spelt(before, letters)
  if (preposition.endsWith("before")) return [undefined, number - 1]
  if (preposition === "since") return [number, undefined]
  if (preposition === "after") return [number + 1, undefined]
  if (!isYear) return undefined
  if (opens.test(further)) return [number, undefined]
  if (closes.test(further)) return [undefined, number]
  return !ofTitle && ofThatYear.test(further) ? [number, number] : undefined
}

const ofEra = ({ end, value }: Token, next: Token | undefined, { text }: Letters) =>
  settings.test(text.slice(end, end + looksAround)) || next?.kind === "NUM"
    ? undefined
    : eras[value]

const joins: ReadonlySet<Kind | undefined> = new Set(kindsIn("~ KARAJA TO AND OR"))

const yearsAt = (whole: Text, at: number): Years | undefined => {
  const { letters, tokens } = whole
  const token = tokens[at]
  if (token?.kind === "ERA") return ofEra(token, tokens[at + 1], letters)
  if (token?.kind !== "NUM") return undefined
  const found = around(whole, at)
  const years = ofDecade(found, letters) ?? ofYear(found, letters)
  if (years !== undefined || !joins.has(tokens[at + 1]?.kind)) return years
  // 「80〜90年代」
  const [start] = ofDecade(around(whole, at + 2), letters) ?? []
  const from = start === undefined ? undefined : decadeFrom(found.number)
  return from === undefined ? undefined : [from, from + decade - 1]
}

const bound = (kind: Kind, at: Token, year: number | undefined): ReadonlyArray<Token> =>
  year === undefined ? [] : [asKind(at, kind, String(year))]

/** "From the 80s to the 90s": of several whole stretches the first and the last year count. */
const together = (found: ReadonlyArray<Years>): Years => {
  const whole = found.filter(([least, most]) => least !== undefined && most !== undefined)
  const open = found.filter((each) => !whole.includes(each))
  const leasts = [
    ...(whole.length === 0 ? [] : [Math.min(...whole.map(([least = firstYear]) => least))]),
    ...open.flatMap(([least]) => least ?? []),
  ]
  const mosts = [
    ...(whole.length === 0 ? [] : [Math.max(...whole.map(([, most = lastYear]) => most))]),
    ...open.flatMap(([, most]) => most ?? []),
  ]
  return [
    leasts.length === 0 ? undefined : Math.max(...leasts),
    mosts.length === 0 ? undefined : Math.min(...mosts),
  ]
}

/** The tokens with years and eras as bounds. */
export const withYears = (tokens: ReadonlyArray<Token>, letters: Letters): ReadonlyArray<Token> => {
  if (!tokens.some(({ kind }) => kind === "NUM" || kind === "ERA")) return tokens
  const ofTitle = tokens.some(({ kind }) => kind === "SERIES" || kind === "BOOK")
  const found = tokens.map((_, at) => yearsAt({ tokens, letters, ofTitle }, at))
  const [least, most] = together(found.filter((years) => years !== undefined))
  const first = found.findIndex((years) => years !== undefined)
  return tokens.flatMap((token, at) => {
    // "The 70s": the plural of the number.
    if (token.kind === "?" && found[at - 1] !== undefined && spelt(token, letters) === "s")
      return []
    if (found[at] === undefined) return [token]
    return at === first ? [...bound("YEARMIN", token, least), ...bound("YEARMAX", token, most)] : []
  })
}
