/**
 * Finds bounds of length and price in a Japanese wish by its phrases: 「10巻もない」, 「30巻を超えないで」, 「ひと桁の巻数」,
 * 「1冊700円以上するのは高い」. Each is returned as a kind with its value; a phrase that refuses a bound is the other bound.
 *
 * Takes normalised text without gaps and titles. Pure.
 */
import { phrase } from "../../lists/Phrases.ts"
import { type Bound, boundTo } from "./Bound.ts"

type Side = "MAX" | "BELOW" | "MIN" | "ABOVE"

/** What stands behind a number and its unit, strictest first; what is refused is the bound: 「…は長い」, 「…だと多すぎる」. */
const behind: ReadonlyArray<readonly [side: Side, kind: string]> = [
  ["MAX", "OVERREFUSED"],
  ["BELOW", "LEASTREFUSED"],
  ["MAX", "NOTOVERJA"],
  ["BELOW", "BELOWJA"],
  ["MAX", "MOSTJA"],
  ["ABOVE", "ABOVEJA"],
  ["MIN", "LEASTJA"],
]

const boundsBehind = (unit: string) =>
  behind.map(([side, kind]) => [side, phrase(`#{${unit}}(の|ので|って|){${kind}}`)] as const)

const ofUnits = [
  ["VOLS", boundsBehind("VOLUMEUNIT")],
  ["PRICE", boundsBehind("YENUNIT")],
] as const

const digitsOfLength = [
  [phrase("{ONEDIGIT}"), boundTo("VOLSMAX", 9)],
  [phrase("{THREEDIGITS}"), boundTo("VOLSMIN", 100)],
] as const

/** 「2、3冊」, 「5巻から10巻」, 「10〜15巻くらい」. */
const range = phrase("#(巻|冊|)(から|〜|～|~|ー|-|、|か|以上)#(巻|冊)")
/** 「20巻台」 */
const ofTen = phrase("#(巻|冊)台")
const ten = 10
/** 「10巻前後」, 「ちょうど8巻」, 「だいたい20巻」: a quarter more or less will do. */
const roughly = phrase("{ROUGHLYJA}")
const exactly = phrase("{EXACTLYJA}")
const share = 0.25

const most = (value: number): number => Math.ceil(value * (1 + share))
const least = (value: number): number => Math.max(1, Math.floor(value * (1 - share)))

const lengthIn = (written: string): ReadonlyArray<Bound> => {
  const digits = digitsOfLength.find(([words]) => words.test(written))
  if (digits !== undefined) return [digits[1]]
  const [, from = "", to = ""] = range.exec(written) ?? []
  if (from !== "" && Number(from) < Number(to)) {
    return [
      // 「2、3冊」 is short, and one will do.
      ...(Number(to) - Number(from) > 1 ? [boundTo("VOLSMIN", Number(from))] : []),
      boundTo("VOLSMAX", Number(to)),
    ]
  }
  const tens = ofTen.figure(written)
  if (tens !== undefined && tens % ten === 0) {
    return [boundTo("VOLSMIN", tens), boundTo("VOLSMAX", tens + ten - 1)]
  }
  const exact = exactly.figure(written)
  const number = exact ?? roughly.figure(written)
  if (number === undefined) return []
  return [boundTo("VOLSMIN", exact ?? least(number)), boundTo("VOLSMAX", exact ?? most(number))]
}

/** Sums that have a name. */
const coins: ReadonlyArray<readonly [words: RegExp, value: number]> = [
  [/ワンコイン|五百円玉|500円玉/u, 500],
  [/千円札(?:1枚|一枚)?で(?!2|二|3|三)/u, 1000],
]

const boundsOf = (
  kind: "PRICE" | "VOLS",
  patterns: ReturnType<typeof boundsBehind>,
  written: string,
) => {
  const found: Array<Bound> = []
  const taken = new Set<number>()
  for (const [side, words] of patterns) {
    const upper = side === "MAX" || side === "BELOW"
    const isKnown = found.some((bound) => /(?:MAX|BELOW)$/u.test(bound.kind) === upper)
    const match = words.exec(written)
    // What a stricter phrase has told of these figures holds.
    if (match === null || isKnown || taken.has(match.index)) continue
    taken.add(match.index)
    found.push(boundTo(`${kind}${side}`, Number(match[1])))
  }
  return found
}

/** Every phrase has a counter, a sum or a coin. */
const mayBound = /[巻冊円桁札]|かん|カン|えん|ケタ|けた|ワンコイン/u

/** `written`: without gaps, at most 600 letters. */
export const japaneseBounds = (written: string): ReadonlyArray<Bound> => {
  if (!mayBound.test(written)) return []
  const coin = coins.find(([words]) => words.test(written))
  const lengths = lengthIn(written)
  return [
    ...lengths,
    ...ofUnits.flatMap(([kind, patterns]) =>
      kind === "VOLS" && lengths.length > 0 ? [] : boundsOf(kind, patterns, written),
    ),
    ...(coin === undefined ? [] : [boundTo("PRICEMAX", coin[1])]),
  ]
}
