/**
 * Reads bounds that customers say in a conversation about wishes without naming what is counted: "nothing over 15",
 * "ten tops", "older than 2000", "one from the eighties", "it has to be over". A number from 1900 to 2100 is a year, a
 * smaller one a count of volumes.
 *
 * Pure. Elsewhere such numbers may be anything, so single questions are not read by it.
 */
import type { Letters, Token } from "@manga-assist/language"
import type { WishSlots } from "./WishMatters.ts"
import type { TalkWord } from "./WordPatterns.ts"

const oldestYear = 1900
const newestYear = 2100
const mostVolumes = 300

/** How a number bounds: from above or from below, itself included or not. */
interface Bound {
  readonly most: boolean
  readonly inclusive: boolean
}

const atMost: Bound = { most: true, inclusive: true }
const below: Bound = { most: true, inclusive: false }
const atLeast: Bound = { most: false, inclusive: true }
const above: Bound = { most: false, inclusive: false }

const before: Readonly<Record<string, Bound | undefined>> = {
  UPTO: atMost,
  ATMOST: atMost,
  ORLESS: atMost,
  UNDER: below,
  NOLESS: atLeast,
  OVER: above,
  MORE: above,
}
const behind: Readonly<Record<string, Bound | undefined>> = {
  UPTO: atMost,
  ATMOST: atMost,
  ORLESS: atMost,
  ORMORE: atLeast,
}
/** "Longer than 20", "older than 2000". */
const measured: Readonly<Record<string, Bound | undefined>> = {
  shorter: below,
  longer: above,
  older: below,
  newer: above,
}
/** Of a number that is followed by these, no volumes or years are counted. */
const otherUnits: ReadonlySet<string> = new Set(
  "YEN COPY DAYS HOUR PERCENT AGE YEARS CHAPTERS PAGES".split(" "),
)
const negations: ReadonlySet<string> = new Set(["NOT", "NO", "WITHOUT"])
const nearBy = 2

const isNegated = (tokens: ReadonlyArray<Token>, at: number): boolean =>
  tokens.slice(Math.max(0, at - nearBy), at).some(({ kind }) => negations.has(kind))

/** "Nothing over 15" includes the 15. */
const turned = ({ inclusive, most }: Bound): Bound => ({ most: !most, inclusive: !inclusive })

const boundAt = (tokens: ReadonlyArray<Token>, at: number): Bound | undefined => {
  const [first, second] = [tokens[at - 2], tokens[at - 1]]
  const next = behind[tokens[at + 1]?.kind ?? ""]
  if (second?.kind === "THAN" && first?.kind === "MEASURE") {
    const bound = measured[first.value]
    return bound !== undefined && isNegated(tokens, at - 2) ? turned(bound) : bound
  }
  const bound = before[second?.kind ?? ""]
  if (bound === undefined) return next
  return isNegated(tokens, at - 1) ? turned(bound) : bound
}

const slotOf = (number: number, { inclusive, most }: Bound): WishSlots => {
  if (number >= oldestYear && number <= newestYear) {
    const step = inclusive ? 0 : 1
    return most ? { YEARMAX: [String(number - step)] } : { YEARMIN: [String(number + step)] }
  }
  if (number < 1 || number > mostVolumes) return {}
  const kind = most ? (inclusive ? "VOLSMAX" : "VOLSBELOW") : inclusive ? "VOLSMIN" : "VOLSABOVE"
  return { [kind]: [String(number)] }
}

const decades = ["fifties", "sixties", "seventies", "eighties", "nineties"]
const firstDecade = 1950
const decadeYears = 10

const decadeOf = (word: string): WishSlots => {
  const at = decades.indexOf(word)
  if (at < 0) return {}
  const first = firstDecade + at * decadeYears
  return { YEARMIN: [String(first)], YEARMAX: [String(first + decadeYears - 1)] }
}

/** "It has to be over": of no number. */
const isOver = (tokens: ReadonlyArray<Token>): boolean => {
  const at = tokens.findIndex(({ kind }) => kind === "OVER")
  return at >= 0 && tokens[at + 1] === undefined && !isNegated(tokens, at)
}

export const spokenBounds = (tokens: ReadonlyArray<Token>, { text }: Letters): WishSlots => {
  let found: WishSlots = isOver(tokens) ? { FINISHED: [""] } : {}
  tokens.forEach(({ end, kind, start, value }, at) => {
    if (kind === "?") found = { ...found, ...decadeOf(text.slice(start, end)) }
    if (kind !== "NUM" || otherUnits.has(tokens[at + 1]?.kind ?? "")) return
    const bound = boundAt(tokens, at)
    if (bound !== undefined) found = { ...found, ...slotOf(Number(value), bound) }
  })
  return found
}

/** Kinds that a refusal at the end of a text turns round. */
const refusedAs: Readonly<Record<string, string | undefined>> = {
  VOLSABOVE: "VOLSMAX",
  VOLSMIN: "VOLSBELOW",
  PRICEABOVE: "PRICEMAX",
  PRICEMIN: "PRICEBELOW",
}

/** 「30巻超えるのは抜いて」, 「長いのはちょっと」: wished for is the other side. */
export const withRefusedBounds = (
  wishes: WishSlots,
  words: ReadonlyArray<TalkWord>,
  { text }: Letters,
): WishSlots => {
  const hesitates = text.endsWith("のはちょっと")
  if (!hesitates && words.at(-1)?.kind !== "WITHOUTJA") return wishes
  return Object.fromEntries(
    Object.entries(wishes).map(([kind, values]) =>
      kind === "LENGTH" && hesitates ? ["NOTLENGTH", values] : [refusedAs[kind] ?? kind, values],
    ),
  )
}
