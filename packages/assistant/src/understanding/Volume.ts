/** Which volume is meant: 1 to 999, or the latest. Reads masked, lower-case text. */
import { kanjiNumeral, leadingNumber, numberOf, trailingOrdinal } from "./Numerals.ts"
import { aTitle } from "./Readable.ts"

/** No series is longer; a number that follows a title without a word is a year beyond 999. */
const largest = 9_999
const largestBare = 999

/** 0 and numbers beyond a series stay: "no such volume" is the right answer to them. */
const valid = (number: number | undefined, most = largest): number | undefined =>
  number !== undefined && Number.isInteger(number) && number <= most ? number : undefined

/** 全12巻 counts volumes, 12巻以内 bounds them: neither names one. */
const notOneVolume =
  "(?!\\s?(?:以内|以下|以上|未満|以降|完結|くらい|ぐらい|程度|まで|も|セット|分|ずつ|しか|だけ|の?うち))"
const numeral = `\\d{1,6}|[${kanjiNumeral}]{1,7}`

const range = new RegExp(
  `(?<![\\d全約${kanjiNumeral}])(?:第\\s?)?(${numeral})\\s?巻?\\s?(?:-|~|〜|から|と|・|,|、)\\s?(?:第\\s?)?(?:${numeral})\\s?巻`,
  "u",
)
const japanese = new RegExp(
  `(?<![\\d全約計${kanjiNumeral}])(?<!全\\s)(?:第\\s?)?(${numeral})\\s?(?:巻|冊目|かん(?=[のはをが]))目?${notOneVolume}`,
  "u",
)
const numbered =
  /(?:\b(?:volumes?|vols?|volumen|books?|tomes?|tomo|number|no)\b[\s.,:#-]{0,3}|\bv\.?\s?|#\s?)0{0,3}(\d{1,6})(?!\d)(?!,\d)/u
const glued = /(?<![a-z])(?:volume|vol|book)0{0,3}(\d{1,6})(?!\d)/u
const ordinal = /(?<!\d)(\d{1,6})(?:st|nd|rd|th)\s(?:volume|vol|book|tankobon|issue)\b/u
const afterWord = /\b(?:volume|vol\.?|book)\s((?:[a-z]{1,12}[\s-]){0,4}[a-z]{1,12})/u
const beforeWord = /\b((?:[a-z]{1,12}[\s-]){0,4}[a-z]{1,12})\s(?:volume|book|vol|tankobon)\b/u
const bare = new RegExp(
  `${aTitle}(?:'s)?[」』"”)]?[\\s,:]{0,3}(?:第\\s?)?0{0,3}(\\d{1,6})(?![\\d.])(?!,\\d)(?!\\s?(?:yen|jpy|円|冊|年|歳|人|日|月|時|週|%|話|作|days?|weeks?|copies|copy|usd|dollars?|st\\b|nd\\b|rd\\b|th\\b|volumes|vols|巻))`,
  "u",
)
const latest = new RegExp(
  "\\b(?:latest|newest|most recent|last|final)\\s(?:paperback\\s|digital\\s|paper\\s|ebook\\s)?(?:volume|vol|book|tankobon|issue|one|release)\\b" +
    `|\\b(?:latest|newest|most recent)\\s(?:volume\\sof\\s)?${aTitle}|最新刊|最新巻|最終巻|最新の(?:巻|コミック|単行本|やつ)|ラスト(?:の)?巻`,
  "u",
)
const upcoming = new RegExp(
  `\\b(?:next|new|upcoming|newly released)\\s(?:volume|vol|book|release|tankobon|one|${aTitle})s?(?![a-z])|次の?巻|次の(?:新刊|単行本|コミック)|新刊|続刊|新しい巻`,
  "u",
)
const first =
  /\b(?:first|opening)\s(?:volume|vol|book|tankobon)\b|(?:最初|はじめ|初め)の巻|1冊目|一冊目/u

const boxSet =
  /\bbox(?:ed)?[\s-]?sets?\s?(?:no\.?\s?|#\s?)?(\d{1,3})(?![\d.])|(?:ボックス(?:セット)?|box)\s?第?(\d{1,3})(?!\d|\s?(?:円|巻|個|つ))/u

const inFigures = [boxSet, numbered, glued, ordinal]
const inJapanese = [boxSet, range, japanese, numbered, glued, ordinal]

/** Cheaper to see that there is none than to look for each way of writing it. */
const hasFigure = new RegExp(`[\\d${kanjiNumeral}]`, "u")
const counter = /巻|冊目|かん/u
const volumeWord = /vol|book|tankobon/u

const firstGroup = (text: string, pattern: RegExp): string | undefined =>
  pattern.exec(text)?.slice(1).find(Boolean)

const written = (text: string, patterns: ReadonlyArray<RegExp>): number | undefined => {
  for (const pattern of patterns) {
    const group = firstGroup(text, pattern)
    const number = group === undefined ? undefined : valid(numberOf(group))
    if (number !== undefined) return number
  }
  return undefined
}

/**
 * A range ("volumes 1-5") gives its first volume. The next or new volume of a named series is its
 * latest: the newest in the catalogue may be a pre-order.
 */
export const volumeOf = (text: string): number | "latest" | undefined => {
  const figures = hasFigure.test(text)
  const number = figures ? written(text, counter.test(text) ? inJapanese : inFigures) : undefined
  if (number !== undefined) return number
  if (latest.test(text)) return "latest"
  const inWords = volumeWord.test(text)
    ? (valid(leadingNumber(firstGroup(text, afterWord) ?? "")) ??
      valid(trailingOrdinal(firstGroup(text, beforeWord) ?? "")))
    : undefined
  if (inWords !== undefined) return inWords
  if (first.test(text)) return 1
  if (!text.includes(aTitle)) return undefined
  const beside = figures ? valid(written(text, [bare]), largestBare) : undefined
  return beside ?? (upcoming.test(text) ? "latest" : undefined)
}
