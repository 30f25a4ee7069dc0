/**
 * Joins English number words and endings of ordinals into number tokens: "twenty-first", "one hundred and five", "two
 * thousand", "3rd".
 *
 * The tokens are those of figures: `NUM` with the value, `ORD` for first, second, 3rd.
 */
import type { Letters } from "../letters/Letters.ts"
import { number, type Token } from "./Segment.ts"

const ordinal = "ORD"

const words = (list: string): ReadonlyArray<string> => list.split(" ")

const cardinals = words(
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
)
const ordinals = words(
  "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth",
)
const tens = words("twenty thirty forty fifty sixty seventy eighty ninety")
const tenOrdinals = words(
  "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth",
)

/** Kinds of number words; no grammar needs to list them. */
const unitWord = "#unit"
const tenWord = "#ten"
const hundredWord = "#hundred"
const thousandWord = "#thousand"
const unitOrdinal = "#unit-ordinal"
const tenOrdinal = "#ten-ordinal"
const ordinalEnding = "#th"

export type NumberWordKind =
  | typeof unitWord
  | typeof tenWord
  | typeof hundredWord
  | typeof thousandWord
  | typeof unitOrdinal
  | typeof tenOrdinal
  | typeof ordinalEnding

/** Kind, value and spelling of every English number word. */
export const numberWords: ReadonlyArray<
  readonly [kind: NumberWordKind, value: string, spelling: string]
> = [
  ...cardinals.map((word, index) => [unitWord, String(index), word] as const),
  ...ordinals.map((word, index) => [unitOrdinal, String(index), word] as const),
  ...tens.map((word, index) => [tenWord, String(20 + 10 * index), word] as const),
  ...tenOrdinals.map((word, index) => [tenOrdinal, String(20 + 10 * index), word] as const),
  [hundredWord, "100", "hundred"],
  [thousandWord, "1000", "thousand"],
  ...["st", "nd", "rd", "th"].map((word) => [ordinalEnding, "", word] as const),
]

/** Tokens of number words and figures joined into `NUM` and `ORD`. */
export const joinNumbers = (
  tokens: ReadonlyArray<Token>,
  { text }: Letters,
): ReadonlyArray<Token> => {
  if (!tokens.some((token) => token.kind.startsWith("#"))) return tokens
  const joined: Array<Token> = []
  for (let at = 0; at < tokens.length;) {
    const read = numberAt(tokens, at, text)
    const first = tokens[at]
    const last = tokens[(read?.end ?? 0) - 1]
    if (first === undefined) break
    if (read === undefined || last === undefined) {
      joined.push(first)
      at++
      continue
    }
    joined.push({
      kind: read.kind,
      value: String(read.value),
      start: first.start,
      end: last.end,
      sense: undefined,
    })
    at = read.end
  }
  return joined
}

const numberAt = (tokens: ReadonlyArray<Token>, start: number, text: string) => {
  let value = 0
  let at = start
  let seen = false
  const first = tokens[at]
  if (first?.kind === number && tokens[at + 1]?.kind === ordinalEnding) {
    return { kind: ordinal, value: Number(first.value), end: at + 2 }
  }
  for (; at < tokens.length; at++) {
    const token = tokens[at]
    if (token === undefined) break
    const amount = Number(token.value)
    if (token.kind === hundredWord && value % 1000 < 10) {
      value += Math.max(1, value % 1000) * 100 - (value % 1000)
    } else if (token.kind === thousandWord && value < 1000) {
      value = Math.max(1, value) * 1000
    } else if (token.kind === tenWord && value % 100 === 0) {
      value += amount
    } else if (token.kind === unitWord && takesUnit(value, seen, amount)) {
      value += amount
    } else if (token.kind === tenOrdinal && value % 100 === 0) {
      return { kind: ordinal, value: value + amount, end: at + 1 }
    } else if (token.kind === unitOrdinal && takesUnit(value, seen, amount)) {
      return { kind: ordinal, value: value + amount, end: at + 1 }
    } else if (
      seen &&
      value >= 100 &&
      text.slice(token.start, token.end) === "and" &&
      [unitWord, tenWord, unitOrdinal, tenOrdinal].includes(tokens[at + 1]?.kind ?? "")
    ) {
      continue
    } else break
    seen = true
  }
  return seen ? { kind: number, value, end: at } : undefined
}

/** Five after twenty or a hundred, not after six. */
const takesUnit = (value: number, seen: boolean, unit: number): boolean =>
  !seen ||
  (value >= 100 && value % 100 === 0) ||
  (value % 10 === 0 && value % 100 >= 20 && unit < 10 && unit > 0)
