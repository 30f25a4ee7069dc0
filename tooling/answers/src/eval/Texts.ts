/**
 * Normalises texts, so that an answer can be compared with what has to be said: letters without case and width, numbers
 * without thousands separators, sums of money as `¥594`, dates as `2024-09-04`. `saysText` tells whether a text contains
 * another one, both normalised. Pure.
 */
const months =
  "january february march april may june july august september october november december".split(" ")

const monthOf = (name: string): number =>
  months.findIndex((month) => month.startsWith(name.slice(0, 3))) + 1

const monthName =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?"

const padded = (value: string | number): string => String(value).padStart(2, "0")

const iso = (year: string, month: string | number, day?: string): string =>
  day === undefined ? `${year}-${padded(month)}` : `${year}-${padded(month)}-${padded(day)}`

const monthDayYear = new RegExp(
  `\\b${monthName} (\\d{1,2})(?:st|nd|rd|th)?,? (?:of )?(\\d{4})\\b`,
  "gu",
)
const dayMonthYear = new RegExp(
  `\\b(\\d{1,2})(?:st|nd|rd|th)? (?:of )?${monthName},? (\\d{4})\\b`,
  "gu",
)
const monthYear = new RegExp(`\\b${monthName},? (?:of )?(\\d{4})\\b`, "gu")

/** Letters, numbers and money alike; dates as they were written. */
const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[‘’`]/gu, "'")
    .replaceAll(/[“”]/gu, '"')
    .replaceAll(/[‐‑‒–—−]/gu, "-")
    .replaceAll(/[〜~]/gu, "~")
    .replaceAll(/(?<=\d),(?=\d{3}(?!\d))/gu, "")
    .replaceAll(/¥ ?(?=\d)/gu, "¥")
    .replaceAll(/(?:\bjpy ?)(\d+)/gu, "¥$1")
    .replaceAll(/(?<![\d¥.])(\d+) ?(?:円|yen\b|jpy\b)/gu, "¥$1")
    .replaceAll(/\s+/gu, " ")
    .trim()

/** The same with dates in ISO form. */
export const dated = (text: string): string =>
  plain(text)
    .replaceAll(
      /(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日/gu,
      (_, y: string, m: string, d: string) => iso(y, m, d),
    )
    .replaceAll(/(\d{4}) ?年 ?(\d{1,2}) ?月/gu, (_, y: string, m: string) => iso(y, m))
    .replaceAll(
      /(?<!\d)(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?!\d)/gu,
      (_, y: string, m: string, d: string) => iso(y, m, d),
    )
    .replaceAll(monthDayYear, (_, m: string, d: string, y: string) => iso(y, monthOf(m), d))
    .replaceAll(dayMonthYear, (_, d: string, m: string, y: string) => iso(y, monthOf(m), d))
    .replaceAll(monthYear, (_, m: string, y: string) => iso(y, monthOf(m)))

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, "\\$&")

/** A number is met whole, and a word from its beginning. */
const pattern = (wanted: string): RegExp => {
  const before = /^[\d¥]/u.test(wanted) ? "(?<![\\d.])" : /^[a-z]/u.test(wanted) ? "(?<![a-z])" : ""
  const after = /\d$/u.test(wanted) ? "(?!\\d|\\.\\d)" : ""
  return new RegExp(`${before}${escaped(wanted)}${after}`, "u")
}

const hasDate = /(?<!\d)\d{4}-\d{2}/u

/** Whether a text says another one. */
export const saysText = (text: string, wanted: string): boolean => {
  if (pattern(plain(wanted)).test(plain(text))) return true
  const date = dated(wanted)
  return hasDate.test(date) && pattern(date).test(dated(text))
}
