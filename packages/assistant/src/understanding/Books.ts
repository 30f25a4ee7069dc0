/**
 * Several numbered books in one question: "Naruto 1 and Bleach 2", ワンピースの1巻と2巻.
 *
 * Reads masked, lower-case text. Ranges are one book, their first; see `Volume.ts`.
 */
import { aTitle } from "./Readable.ts"

export interface NumberedBook {
  /** Id of the series. */
  readonly series: string
  readonly volume: number
}

/** More in one question are left to a second one. */
const most = 4

const number = "0{0,3}(\\d{1,4})(?!\\d|[.,]\\d)"
const notVolumes = "(?!\\s?(?:yen|jpy|円|冊|年|歳|人|日|月|copies|copy|days?|weeks?|volumes|vols))"
const first = new RegExp(
  `(?:\\b(?:volumes?|vols?\\.?|v\\.?|books?|nos?\\.?)\\s?#?\\s?|#\\s?|第\\s?|${aTitle}(?:の)?[\\s,:]{0,2}第?)${number}\\s?巻?${notVolumes}|${number}\\s?巻`,
  "gu",
)
const further = new RegExp(
  `\\s?(?:,\\s?and|,|、|&|and|or|と|・)\\s?(?:volumes?\\s?|vols?\\.?\\s?|第)?${number}\\s?巻?${notVolumes}`,
  "uy",
)
const twoFigures = /\d\D+\d/u
const everyTitle = new RegExp(aTitle, "gu")
const ofTitle = new RegExp(`^\\s?(?:of|from|in)\\s(?:the\\s)?${aTitle}`, "u")

/** `titles`: ids of the series in the order of the text, repetitions included. Nothing for one book. */
export const booksOf = (
  text: string,
  titles: ReadonlyArray<string>,
): ReadonlyArray<NumberedBook> | undefined => {
  if (titles.length === 0 || !twoFigures.test(text)) return undefined
  const places = [...text.matchAll(everyTitle)].map((match) => match.index)
  const books: Array<NumberedBook> = []
  const add = (digits: string | undefined, start: number, end: number) => {
    const before = places.findLastIndex((at) => at < end && at <= start)
    const index = ofTitle.test(text.slice(end)) || before < 0 ? before + 1 : before
    const series = titles[index]
    if (series === undefined || digits === undefined) return
    const book = { series, volume: Number(digits) }
    if (!books.some((each) => each.series === book.series && each.volume === book.volume)) {
      books.push(book)
    }
  }
  for (const match of text.matchAll(first)) {
    let end = match.index + match[0].length
    add(match[1] ?? match[2], match.index, end)
    further.lastIndex = end
    for (let next = further.exec(text); next !== null; next = further.exec(text)) {
      end = further.lastIndex
      add(next[1], next.index, end)
    }
  }
  return books.length > 1 ? books.slice(0, most) : undefined
}
