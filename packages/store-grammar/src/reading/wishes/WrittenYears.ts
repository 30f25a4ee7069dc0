/**
 * Finds bounds of the year a series began in an English wish: "from the late eighties", "pre-2000", "nothing after
 * 2015", "this century". Both are inclusive.
 *
 * Takes normalised text with number words as figures. Pure.
 */
import { phrase } from "../../lists/Phrases.ts"

export interface YearBound {
  readonly kind: "YEARMIN" | "YEARMAX"
  readonly value: number
}

const firstYear = 1900
const lastYear = 2099
export const isYear = (value: number): boolean => value >= firstYear && value <= lastYear

const decadeWords: Readonly<Record<string, number>> = {
  fifties: 1950,
  sixties: 1960,
  seventies: 1970,
  eighties: 1980,
  nineties: 1990,
  noughties: 2000,
  aughts: 2000,
}
/** Not of an age: "a man in his forties" is no decade. */
const decadePattern =
  /(?<!\b(?:my|his|her|their|our|your|s) (?:(?:early|mid|late) )?)\b(?:(early|mid|late) )?(?:the )?(?:(19[5-9]0|20[0-2]0|[5-9]0|00) ?s|(fifties|sixties|seventies|eighties|nineties|noughties|aughts))\b/gu
const halves: Readonly<Record<string, readonly [from: number, to: number]>> = {
  early: [0, 4],
  mid: [3, 7],
  late: [5, 9],
}
const eras: ReadonlyArray<
  readonly [era: RegExp, from: number | undefined, to: number | undefined]
> = [
  [/\b(?:this|current|present) decade\b/u, 2020, undefined],
  [/\b(?:last|previous|past) decade\b/u, 2010, 2019],
  [/\bturn of the (?:century|millennium)\b/u, 1997, 2003],
  [/\b(?:this|21st|twenty first|our) century\b|\bnew millennium\b/u, 2000, undefined],
  [/\b(?:last|20th|twentieth|previous|past) century\b/u, undefined, 1999],
]

interface Span {
  readonly from: number | undefined
  readonly to: number | undefined
  readonly start: number
  readonly end: number
}

const rangeOfYears = /\b((?:19|20)\d\d) ?(?:and|to|through|till|until|~) ?((?:19|20)\d\d)\b/u
const oneYear = /\b((?:19|20)\d\d)\b(?! ?(?:yen|円|s\b))/gu

const spanOfYears = (found: RegExpExecArray): Span => {
  const [whole, from, to = from] = found
  return {
    from: Number(from),
    to: Number(to),
    start: found.index,
    end: found.index + whole.length,
  }
}

const spanOfDecade = (found: RegExpExecArray): Span => {
  const [whole, part = "", number, word = ""] = found
  const figure = Number(number)
  const start =
    decadeWords[word] ?? (number === "00" ? 2000 : figure < 100 ? firstYear + figure : figure)
  const [from, to] = halves[part] ?? [0, 9]
  return {
    from: start + from,
    to: start + to,
    start: found.index,
    end: found.index + whole.length,
  }
}

/** A year, a decade or an era. */
const mayBound = /(?:19|20)\d\d|0 ?s\b|ties\b|aughts|decade|century|millennium/u

const spansIn = (written: string): ReadonlyArray<Span> => {
  if (!mayBound.test(written)) return []
  const range = rangeOfYears.exec(written)
  if (range !== null) return [spanOfYears(range)]
  const spans = [
    ...Array.from(written.matchAll(decadePattern), spanOfDecade),
    ...Array.from(written.matchAll(oneYear), spanOfYears),
  ]
  const era = eras.find(([each]) => each.test(written))
  if (era === undefined) return spans
  const [words, from, to] = era
  const found = words.exec(written)
  const start = found?.index ?? 0
  return [...spans, { from, to, start, end: start + (found?.[0].length ?? 0) }]
}

/** Read on what stands before and behind a year or a decade. */
const untilIncluded = phrase("{UNTILYEAR} (the |)(year |)$")
const untilExcluded = phrase("{BEFOREYEAR} (the |)(year |)$")
const fromIncluded = phrase("{SINCEYEAR} (the |)(year |)$")
const fromExcluded = phrase("{AFTERYEAR} (the |)(year |)$")
const onwards = phrase("^( |){YEARORLATER}")
const backwards = phrase("^( |){YEARORBEFORE}")
const dates = phrase("{OFYEAR} (_ |)$")
const born = phrase("{BORNIN}")
const older = phrase("{OLDERTHAN}")
const newer = phrase("{NEWERTHAN}")

const boundsOf = (
  { end, from, start, to }: Span,
  written: string,
): readonly [number | undefined, number | undefined] => {
  const [front, behind] = [written.slice(0, start), written.slice(end)]
  const before = from === undefined ? to : from - 1
  if (untilIncluded.test(front) || backwards.test(behind)) return [undefined, to]
  // "Nothing from before 2000" has "before 2000" in it.
  if (fromIncluded.test(front)) return [from, undefined]
  if (untilExcluded.test(front)) return [undefined, before]
  if (onwards.test(behind)) return [from, undefined]
  if (fromExcluded.test(front)) return [to === undefined ? from : to + 1, undefined]
  const isBirth = born.test(front)
  if (from !== to || (dates.test(front) && !isBirth)) return [from, to]
  // "Older than me, I was born in 1985."
  if (older.test(written)) return [undefined, before]
  return newer.test(written) ? [from, undefined] : [undefined, undefined]
}

/** "From the eighties or nineties": of whole stretches the first and the last year count, of bounds the strictest. */
export const writtenYears = (written: string): ReadonlyArray<YearBound> => {
  const found = spansIn(written).map((span) => boundsOf(span, written))
  const whole = found.filter(([from, to]) => from !== undefined && to !== undefined)
  const open = found.filter((each) => !whole.includes(each))
  const least = [
    ...whole.slice(0, 1).map(() => Math.min(...whole.map(([from = lastYear]) => from))),
    ...open.flatMap(([from]) => from ?? []),
  ]
  const most = [
    ...whole.slice(0, 1).map(() => Math.max(...whole.map(([, to = firstYear]) => to))),
    ...open.flatMap(([, to]) => to ?? []),
  ]
  return [
    ...least.map((value) => ({ kind: "YEARMIN" as const, value })),
    ...most.map((value) => ({ kind: "YEARMAX" as const, value })),
  ]
}
