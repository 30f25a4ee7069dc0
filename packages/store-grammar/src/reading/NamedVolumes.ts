/**
 * Finds the volume numbers that a text names beside a title: each of "1, 2 and 3", "2 with paperback 30", "1-3", "the
 * first three volumes", 「1から4巻」, in the order of the text; also those of box sets. Pure.
 *
 * A number counts where it is marked (behind the title, a word for a volume or a format, or before 巻), or where it is
 * listed together with one that is. A number with a unit is none: "800 yen", 「3冊」, "two copies".
 */
import { kanjiNumber, spelt } from "@manga-assist/language"
import type { Reading } from "../kinds/Kind.ts"
import { phrase } from "../lists/Phrases.ts"
import { isTitle } from "./Titles.ts"

const title = "§"

/** More are a whole set. */
const mostNamed = 10
/** No series has more. */
const mostVolumes = 999

const marked =
  /(?:§|\b(?:vol(?:ume)?s?|v|books?|numbers?|no|tomes?|paperbacks?|e ?books?|digital|print|issues?)|第|#)[ .,:のを]*$/u
/** 10巻以内 is a length, 10巻で完結 as well. */
const numberedBehind = phrase("^( |)巻[not {NOTNUMBERED}]")
const unit = phrase("^( |){OTHERUNIT}")
const moneyBefore = /(?:¥|ma[~ -]?\d*[~ -]?|\d[.,])$/u
/** A comma is no letter: listed numbers stand side by side. */
const between =
  /^(?:巻)?(?:の| )*(?:,|&|\+|and|or|with|against|versus|vs|than|plus|と|や|か|・|も|または)?(?: |の)*(?:(?:paperback|digital|e ?book|print|vol(?:ume)?s?|v|number|no|the|to|第|§|紙|電子)[ .]*)*$/u
const range =
  /^(?:巻)?(?: )*(?:~|-|–|ー|to|through|thru|till|until|up to|から|より)(?: )*(?:(?:vol(?:ume)?s?|v|number|第)[ .]*)*$/u

/** A number that a range begins with is one of volumes, marked or not: "i.e. 1 to 15"; ages and spans of time are none. */
const beginsRange = /^ ?(?:~|-|–|to|through|thru) ?\d{1,3}(?![\d,.])/u
const noRangeBefore = /\b(?:ages?|aged|between|takes?|in|within|(?<!§ )from) $/u
/** "When is 20 of § due?", "and when does 15 arrive?", 「46はある？」: a bare number of which something is asked. */
const askedOf = phrase("{NUMBERASKEDOF} (the |)$")
const asksBehind = phrase("^( |){ASKSOFNUMBER}")
const atEnd = /^\W*$/u
const wantsNumber = phrase("{WANTSNUMBER} $")
/** "Box 1, 2 and box 3"; in 「ボックス3つ」 and 「BOX 10巻入り」 the number is none of a box. */
const boxNumber = String.raw`\d{1,2}(?!\d| ?(?:つ|個|箱|セット|種|冊|巻|円)(?!目|め))`
const boxNumbers = new RegExp(
  [
    String.raw`\bbox(?:es|ed)?(?: ?-?sets?)?(?: (?:no|number|vol|volume)\.?| ?#)? ?(${boxNumber})`,
    String.raw`((?:(?: ?(?:,|&|\+|and|or|to|-|~|と|や|、|・|から) ?| )(?:the )?(?:box(?:es)?(?: sets?)? ?)?${boxNumber})*)`,
    String.raw`|(?:ボックス|box|箱)(?:セット)?の?(?:第|no\.?)?(${boxNumber})`,
    String.raw`((?: ?(?:と|や|・|、|,|&|\+|から|~|-) ?(?:(?:ボックス|box|箱)(?:セット)?の?)?${boxNumber})*)`,
  ].join(""),
  "gu",
)
const boxRange = /^\D*(\d+) ?(?:から|~|-|to) ?\D*(\d+)$/u

const words = "two three four five six seven eight nine ten".split(" ")
const firstFew =
  /\bfirst (two|three|four|five|six|seven|eight|nine|ten|\d\d?)\b(?! ?(?:chapters|pages|days|yen))|(?:最初|はじめ|始め)の(\d\d?)(?:巻|冊)/u
const lastFew =
  /\b(?:last|final|newest|latest) (two|three|four|five|six|seven|eight|nine|ten|\d\d?)\b(?! ?(?:chapters|pages|days|yen|orders|years|months|weeks))|(?:最後|最新)の(\d\d?)(?:巻|冊)/u

interface Found {
  readonly value: number
  readonly start: number
  readonly end: number
}

const upTo = (from: number, to: number): ReadonlyArray<number> =>
  from < to && to <= mostVolumes
    ? Array.from({ length: to - from + 1 }, (_, index) => from + index)
    : [from, to]

const countOf = (few: string): number => {
  const at = words.indexOf(few)
  return at < 0 ? Number(few) : at + 2
}

const textOf = ({ cut, letters }: Reading): string =>
  cut.map((token) => (isTitle(token) ? ` ${title} ` : spelt(token, letters))).join("")

/** 「一巻から十巻まで」 */
const numerals = /[一二三四五六七八九十百]{1,5}(?=巻|箱)/gu

/** What was read with a sign for each title and figures for Japanese numerals: what the functions below look at. */
export const numbersWritten = (reading: Reading): string =>
  textOf(reading)
    .replaceAll(/ +/gu, " ")
    .replaceAll(numerals, (each) => String(kanjiNumber(each)))

/** Numbers of a text: nobody lists more, and each may begin a long range. */
const mostLookedAt = 20

/** Letters on either side of a number that tell what it counts. */
const looksAround = 40

/** In the order of the text, each once; of a range all. */
const allNamed = (text: string): ReadonlyArray<number> => {
  const [, english, japanese] = firstFew.exec(text) ?? []
  const few = english ?? japanese
  if (few !== undefined) return upTo(1, countOf(few))
  const numbers = [...text.matchAll(/(?<!\d)\d{1,3}(?![\d,]\d|\d)/gu)]
    .slice(0, mostLookedAt)
    .map(({ 0: digits, index }): Found => ({
      value: Number(digits),
      start: index,
      end: index + digits.length,
    }))
  const named: Array<number> = []
  let last: Found | undefined
  for (const number of numbers) {
    const gap = last === undefined ? "" : text.slice(last.end, number.start)
    const before = text.slice(Math.max(0, number.start - looksAround), number.start)
    const behind = text.slice(number.end, number.end + looksAround)
    const joins = last !== undefined && (range.test(gap) || between.test(gap))
    const isMarked =
      marked.test(before) ||
      numberedBehind.test(behind) ||
      (beginsRange.test(behind) && !noRangeBefore.test(before)) ||
      (asksBehind.test(behind) && (behind.startsWith(" ") ? askedOf.test(before) : true)) ||
      (atEnd.test(behind) && wantsNumber.test(before))
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
  return [...new Set(named)].filter((each) => each > 0 && each <= mostVolumes)
}

/** In the order of the text, each once, at most 10; of a longer range its ends. */
export const volumesNamed = (written: string): ReadonlyArray<number> => {
  const named = allNamed(written)
  return named.length > mostNamed ? [named[0] ?? 1, named.at(-1) ?? 1] : named
}

/** "The last two", of a series with so many `volumes`. */
export const lastNamed = (written: string, volumes: number): ReadonlyArray<number> => {
  const [, english, japanese] = lastFew.exec(written) ?? []
  const count = countOf(english ?? japanese ?? "0")
  return count > 0 && count < volumes ? upTo(volumes - count + 1, volumes) : []
}

/** 「3巻が入ったボックス」, 「3巻はどの箱」: a volume that a box holds, and no box of that number. */
const heldInBox = phrase("{HELDINBOX}")
/** Is a number beside a box set one of the volumes that it holds? */
export const namesHeld = (written: string): boolean => heldInBox.test(written)

/** Numbers of box sets, in the order of the text. */
export const boxesNamed = (written: string): ReadonlyArray<number> => {
  const found = Array.from(written.matchAll(boxNumbers)).flatMap(([text]) => {
    const [, from, to] = boxRange.exec(text) ?? []
    return from === undefined || to === undefined
      ? (text.match(/\d+/gu) ?? []).map(Number)
      : upTo(Number(from), Number(to))
  })
  return [...new Set(found)].filter((each) => each > 0)
}
