/**
 * Price bounds in JPY, inclusive: "under 800 yen" is at most 799, 800円以下 at most 800.
 *
 * Reads masked, lower-case text. Other currencies are not converted and give no bound.
 */
import { kanjiNumeral, numberOf } from "./Numerals.ts"

export interface PriceBounds {
  readonly priceMax?: number
  readonly priceMin?: number
}

const figure = `(?:\\d{1,3}(?:,\\d{3}){1,2}|\\d{1,7}k?|\\d{0,4}[${kanjiNumeral}]{1,7})`
const yen = "(?:yen|jpy|円|えん|¥)"
/** An amount with its currency on either side, or a bare number of three digits and more. */
const withYen = `(?<![$€£\\d,])[¥\\\\]?\\s?(${figure})\\s?${yen}`
const yenFirst = `[¥]\\s?(${figure})`
const bareAmount = `(?<![$€£\\d,])(\\d{3,6})(?![\\d,.])(?!\\s?(?:dollars?|usd|eur|euros?|pounds?|pages?|volumes?|vols?|books?|days?|years?|chapters?|people|words|巻|冊|ページ|話|人|日|年|歳|位|世紀))`
const amount = `(?:${yenFirst}|${withYen}|${bareAmount})`

const below = "(?:under|below|beneath|less than|cheaper than|lower than|<)"
const atMost =
  "(?:up to|at most|no more than|not more than|within|max(?:imum)?(?: of)?|budget(?: is| of)?|not over|<=|≤|予算[はが]?(?:だいたい|大体|約)?)"
const above = "(?:over|above|more than|higher than|pricier than|>)"
const atLeast = "(?:at least|no less than|not less than|from|min(?:imum)?(?: of)?|starting at|>=|≥)"

const compiled = (source: string): RegExp => new RegExp(source, "u")

const between = compiled(
  `(?:between|from)\\s[¥]?\\s?(${figure})\\s?${yen}?\\s?(?:and|to|-|~)\\s?[¥]?\\s?(${figure})\\s?(?:${yen}|(?=$|[\\s?!.,]))`,
)
const span = compiled(
  `(?<![\\d,])[¥]?(${figure})\\s?${yen}?\\s?(?:-|~|〜|から|to)\\s?[¥]?(${figure})\\s?${yen}`,
)

type Edge = "priceMax" | "priceMin"

const bounds: ReadonlyArray<readonly [RegExp, Edge, number]> = [
  [compiled(`(?:no|not) (?:more|over) (?:than )?${amount}`), "priceMax", 0],
  [compiled(`(?:no|not) (?:less|under|below) (?:than )?${amount}`), "priceMin", 0],
  [compiled(`(?<![a-z])${atMost}[\\s:]?(?:about |around )?${amount}`), "priceMax", 0],
  [
    compiled(
      `\\b(?:i have|i've got|i got|only have|only got|spend|with)\\s(?:only |about |around )?${amount}`,
    ),
    "priceMax",
    0,
  ],
  [compiled(`(?<![a-z])${atLeast}\\s?${amount}`), "priceMin", 0],
  [compiled(`(?<!no |not |[a-z])${below}\\s?${amount}`), "priceMax", -1],
  [compiled(`(?<!no |not |[a-z])${above}\\s?${amount}`), "priceMin", 1],
  [
    compiled(
      `${amount}\\s?(?:or less|or under|or below|or cheaper|and under|and below|max\\b|maximum|tops|limit|budget|以下|以内|まで|で(?:買|何|なに|おすすめ)|で収まる|でおさまる|の予算|しかない)`,
    ),
    "priceMax",
    0,
  ],
  [compiled(`${amount}\\s?(?:未満|より安|より下|を切る|を下回る)`), "priceMax", -1],
  [
    compiled(`${amount}\\s?(?:or more|or over|and up|and over|and above|以上|から(?!.{0,12}円))`),
    "priceMin",
    0,
  ],
  [compiled(`${amount}\\s?(?:より高|超|を超え|を上回る)`), "priceMin", 1],
]

/** Most questions have no figure, few an amount, fewer a bound: all are cheaper to see than to look for each bound. */
const hasFigure = compiled(`[\\d${kanjiNumeral}]`)
const mayHaveAmount = compiled(`\\d{3}|${yen}`)

/** A word of one of the bounds above. */
const mayBeBound = compiled(
  "[<>≤≥]|under|below|beneath|less|cheaper|more|over|up|at most|within|max|budget|above|higher|pricier|at least|from|min|starting|have|got|spend|with|tops|limit|予算|以[下内上]|まで|で|しかない|未満|より|切る|下回|から|超|上回",
)

const amountOf = (text: string): number =>
  text.endsWith("k") ? Number(text.slice(0, -1)) * 1_000 : numberOf(text)

const usable = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

const ofRange = (text: string): PriceBounds | undefined => {
  const match = between.exec(text) ?? span.exec(text)
  if (match === null) return undefined
  const ends = [match[1], match[2]].map((end) => amountOf(end ?? ""))
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  return usable(low) && usable(high) && high >= 100 ? { priceMin: low, priceMax: high } : undefined
}

export const priceOf = (text: string): PriceBounds => {
  if (!hasFigure.test(text)) return {}
  const range = ofRange(text)
  if (range !== undefined) return range
  if (!mayHaveAmount.test(text) || !mayBeBound.test(text)) return {}
  const found: { priceMax?: number; priceMin?: number } = {}
  for (const [pattern, edge, step] of bounds) {
    if (found[edge] !== undefined) continue
    const match = pattern.exec(text)
    const value = amountOf(match?.slice(1).find((group) => group !== undefined) ?? "")
    if (match === null || !usable(value + step)) continue
    found[edge] = value + step
  }
  return found
}
