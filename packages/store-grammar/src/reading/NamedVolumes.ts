/**
 * Finds the volume numbers that a text names beside a title: each of "1, 2 and 3", "2 with paperback 30", "1-3", "the
 * first three volumes", 「1から4巻」; at most 10, in the order of the text. Pure.
 *
 * A number counts where it is marked (behind the title, a word for a volume or a format, or before 巻), or where it is
 * listed together with one that is. A number with a unit is none: "800 yen", 「3冊」, "two copies".
 */
import { type Reading, spelt } from "@manga-assist/language"
import { longPattern } from "./LongPattern.ts"
import { isTitle } from "./Titles.ts"

const title = "§"

/** More are a whole set. */
const mostNamed = 10
/** No series has more. */
const mostVolumes = 999

const marked =
  /(?:§|\b(?:vol(?:ume)?s?|v|books?|numbers?|no|tomes?|paperbacks?|e ?books?|digital|print|issues?)|第|#)[ .,:のを]*$/u
/** 10巻以内 is a length, 10巻で完結 as well. */
const numberedBehind = /^ ?巻(?!以|未満|[ぐく]らい|程度|ほど|しか|もあ|まで出|で(?:完結|終))/u
const unit = longPattern(String.raw`
    ^ ?(?:yen|¥|円|copies|copy|冊|部|years?|yrs?|年|歳|才|months?|月|weeks?|週|days?|日|時|hours?|people|人
    |台|devices?|pages?|ページ|頁|%|割|つ|個|th grade|euros?|dollars?|usd|eur|of (?:them|each)|box|boxes|times|回)
  `)
const moneyBefore = /(?:¥|ma[~ -]?\d*[~ -]?|\d[.,])$/u
/** A comma is no letter: listed numbers stand side by side. */
const between =
  /^(?:巻)?(?:の| )*(?:,|&|and|or|with|against|versus|vs|than|plus|と|や|か|・|も|または)?(?: |の)*(?:(?:paperback|digital|e ?book|print|vol(?:ume)?s?|v|number|no|the|to|第|§|紙|電子)[ .]*)*$/u
const range =
  /^(?:巻)?(?: )*(?:~|-|–|ー|to|through|thru|till|until|up to|から|より)(?: )*(?:(?:vol(?:ume)?s?|v|number|第)[ .]*)*$/u

const words = "two three four five six seven eight nine ten".split(" ")
const firstFew =
  /\bfirst (two|three|four|five|six|seven|eight|nine|ten|[2-9]|10)\b(?! ?(?:chapters|pages))|(?:最初|はじめ|始め)の([2-9]|10)(?:巻|冊)/u

interface Found {
  readonly value: number
  readonly start: number
  readonly end: number
}

const upTo = (from: number, to: number): ReadonlyArray<number> =>
  from < to && to - from < mostNamed
    ? Array.from({ length: to - from + 1 }, (_, index) => from + index)
    : [from, to]

const textOf = ({ cut, letters }: Reading): string =>
  cut.map((token) => (isTitle(token) ? ` ${title} ` : spelt(token, letters))).join("")

/** In the order of the text, each once. */
export const volumesNamed = (reading: Reading): ReadonlyArray<number> => {
  const text = textOf(reading).replaceAll(/ +/gu, " ")
  const [, english, japanese] = firstFew.exec(text) ?? []
  const few = english ?? japanese
  if (few !== undefined) {
    const at = words.indexOf(few)
    return upTo(1, at < 0 ? Number(few) : at + 2)
  }
  const numbers = [...text.matchAll(/(?<!\d)\d{1,3}(?![\d,]\d|\d)/gu)].map(
    ({ 0: digits, index }): Found => ({
      value: Number(digits),
      start: index,
      end: index + digits.length,
    }),
  )
  const named: Array<number> = []
  let last: Found | undefined
  for (const number of numbers) {
    const gap = last === undefined ? "" : text.slice(last.end, number.start)
    const before = text.slice(0, number.start)
    const behind = text.slice(number.end)
    const joins = last !== undefined && (range.test(gap) || between.test(gap))
    const isMarked = marked.test(before) || numberedBehind.test(behind)
    const isLength = /(?:全|total of |all )$/u.test(before)
    if (unit.test(behind) || moneyBefore.test(before) || isLength || !(joins || isMarked)) {
      // "1 to 2 days": what the unit counts was no volume either.
      if (joins && range.test(gap) && unit.test(behind)) named.pop()
      last = undefined
      continue
    }
    if (last !== undefined && range.test(gap))
      named.push(...upTo(last.value, number.value).slice(1))
    else named.push(number.value)
    last = number
  }
  return [...new Set(named)].filter((each) => each > 0 && each <= mostVolumes).slice(0, mostNamed)
}
