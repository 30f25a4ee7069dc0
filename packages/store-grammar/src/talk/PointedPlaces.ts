/**
 * Finds the positions, numbers and measures by which a text refers to one of several things in the conversation: "the
 * second one", 2位, "the first two", "the shorter one", "the October one". Pure.
 */
import type { Letters, Token } from "@manga-assist/language"
import type { StoreReading } from "../reading/Reading.ts"
import type { Said } from "../reading/Said.ts"
import { ranks } from "./PointingPatterns.ts"
import { placeOfPattern, type TalkWord, wordPatterns } from "./WordPatterns.ts"

/** Counted from 0, from the front or from the end. */
export interface PointedPlace {
  readonly at: number
  readonly fromEnd: boolean
  /** "The former", 後者: of two, and never a volume. */
  readonly ofTwo?: true
}

export type PointedMeasure = "cheaper" | "dearer" | "longer" | "newer" | "older" | "shorter"

const ordinals = ["first", "second", "third", "fourth", "fifth"]
/** "Started first", "which do I read first": no place in a list. */
const noPlaceBehind = new Set(
  "START READ RELEASE RELEASED OUT WROTE MEASURE READFIRST YOMERU AFTER AFTERBARE".split(" "),
)
/** "The first volume", "my last order", "the second box". */
const noPlaceBefore = new Set(
  "VOLWORD VOLS KAN DAIKAN FORMATS FORMAT=box-set ORDER ORDEREDTHING".split(" "),
)
const otherThings = new Set(["time", "edition", "parcel", "delivery", "package", "chapter"])

/** "No wait, first: is it finished?" is no place. */
const placing: ReadonlySet<string> = new Set(
  "THE THAT THEY AND OR BUT MINE TAKE TOPIC WHATIF PRICE WHO WROTE".split(" "),
)

const isOfOther = (next: TalkWord | undefined): boolean =>
  next !== undefined &&
  (noPlaceBefore.has(next.kind) || noPlaceBefore.has(next.key) || otherThings.has(next.value))

export const placeIn = (words: ReadonlyArray<TalkWord>): PointedPlace | undefined => {
  const two = words.find(
    ({ kind, value }) => kind === "THEY" && (value === "former" || value === "latter"),
  )
  if (two !== undefined) return { at: 0, fromEnd: two.value === "latter", ofTwo: true }
  // "Is it the last?" asks of one thing.
  const isOfOne =
    words.some(({ kind }) => kind === "IT" || kind === "BOOK") ||
    (words.some(({ kind }) => kind === "THAT") && words.some(({ kind }) => kind === "NUM"))
  for (const [at, { kind, value }] of words.entries()) {
    if (kind === "TALK" && value === "top") return { at: 0, fromEnd: false }
    if (kind === "TALK" && value === "bottom") return { at: 0, fromEnd: true }
    if (isOfOther(words[at + 1]) && words[at + 2]?.kind !== "NUM") continue
    const ordinal = kind === "THEY" ? ordinals.indexOf(value) : -1
    if (ordinal >= 0) return { at: ordinal, fromEnd: false }
    const before = words[at - 1]
    // "Its first paperback"
    if (before?.key === "THEY=" && words[at + 1]?.kind === "FORMAT") continue
    const behind = before?.kind === "THE" ? words[at - 2] : before
    // "Read the first": of two words with an article between them only "after the first" is no place.
    const isBehindVerb =
      noPlaceBehind.has(behind?.kind ?? "") &&
      (before?.kind !== "THE" || behind?.kind.startsWith("AFTER") === true)
    const isAlone = before === undefined || placing.has(before.kind)
    if (kind === "ORD" && Number(value) > 0 && isAlone && !isBehindVerb) {
      return { at: Number(value) - 1, fromEnd: false }
    }
    if (isOfOne && at === words.length - 1 && (kind === "LAST" || value === "last")) continue
    const isLast = kind === "LAST" && (at === words.length - 1 || words[at + 1]?.kind === "NUM")
    if ((kind === "THEY" && value === "last") || isLast) return { at: 0, fromEnd: true }
  }
  return undefined
}

const spokenOf =
  /^(?:最初|はじめ|初め|最後|さっき)に(?:聞|言|挙|あげ|話|尋)|^(?:後|あと|先)(?:に|から)(?:聞|言|挙|あげ|話|尋|出)/u
const asking: ReadonlySet<string> = new Set(["?=asked", "?=mentioned", "?=named", "?=said"])
const inOrder = ["first", "second", "third", "fourth", "fifth"]

const placeOf = ({ key, kind, value }: TalkWord): PointedPlace | undefined => {
  if (key === "THEY=last" || key === "THEY=latter" || kind === "LAST")
    return { at: 0, fromEnd: true }
  if (key === "THEY=former") return { at: 0, fromEnd: false }
  const at = kind === "ORD" ? Number(value) - 1 : kind === "THEY" ? inOrder.indexOf(value) : -1
  return at < 0 ? undefined : { at, fromEnd: false }
}

/** "The first one I asked about", 最初に言ったやつ: the place right before the word that says so. */
export const askedIn = (
  words: ReadonlyArray<TalkWord>,
  { text }: Letters,
): PointedPlace | undefined => {
  const said = words.find(
    ({ end, kind, start, value }) =>
      kind === "THEY" && value !== "" && spokenOf.test(text.slice(start, end)),
  )
  const place = said === undefined ? undefined : placeOf(said)
  if (place !== undefined) return place
  const asks = words.findIndex(({ key }) => asking.has(key))
  return words
    .slice(Math.max(0, asks - askedWithin), Math.max(0, asks))
    .flatMap((word) => placeOf(word) ?? [])
    .at(-1)
}
const askedWithin = 4

/** So many from the front, or from the end. */
export interface PointedRun {
  readonly count: number
  readonly fromEnd: boolean
}

const mostOfRun = 10
const atFront: ReadonlySet<string> = new Set(["ORD=1", "THEY=first", "TALK=top"])
const atEnd: ReadonlySet<string> = new Set(["LAST=", "THEY=last", "LATEST=", "LATESTJA="])

/** "The first two", 最初の3つ, 最初の5巻, "the last three volumes". */
export const runIn = (words: ReadonlyArray<TalkWord>): PointedRun | undefined => {
  for (const [at, { kind, value }] of words.entries()) {
    const { key = "" } = words[at - 1] ?? {}
    const count = Number(value)
    const isRun = kind === "NUM" && count >= 2 && count <= mostOfRun
    if (isRun && (atFront.has(key) || atEnd.has(key))) return { count, fromEnd: atEnd.has(key) }
  }
  return undefined
}

/** "All 22", "the three of them". */
const countPatterns = wordPatterns(`
  ALL THE~ NUM
  THE|THEY|THAT NUM $
  THE|THEY|THAT NUM PRICE|HAVE|STOCK|TOGETHER|ALLTOLD|FORMAT
`)
/** "Three of them", not "106, the same". */
const partPatterns = wordPatterns("NUM THEY=")
const mostOfPart = 12
const mostCounted = 250

/** Two in one word: "both", 両方; or a number with a word that counts: 2冊, "4 books". */
export const countIn = (
  words: ReadonlyArray<TalkWord>,
  { letters, tokens }: StoreReading["reading"],
): number | undefined => {
  if (words.some(({ kind, value }) => (kind === "TALK" || kind === "THEY") && value === "both")) {
    return 2
  }
  const part = words[placeOfPattern(words, partPatterns)]
  if (part !== undefined && Number(part.value) > 1 && Number(part.value) <= mostOfPart) {
    return Number(part.value)
  }
  const at = placeOfPattern(words, countPatterns)
  const number =
    at < 0
      ? tokens.find((token) => token.kind === "NUM" && isCount(token, letters))
      : words.slice(at, at + 3).find(({ kind }) => kind === "NUM")
  const count = Number(number?.value)
  return count > 1 && count <= mostCounted ? count : undefined
}

const measures = new Set(["cheaper", "dearer", "longer", "newer", "older", "shorter"])
const isMeasure = (value: string): value is PointedMeasure => measures.has(value)
const japaneseMeasures: Readonly<Record<string, PointedMeasure | undefined>> = {
  "TALK=fewer": "shorter",
  "TALK=more": "longer",
  MIJIKAI: "shorter",
  NAGAI: "longer",
  FURUI: "older",
  ATARASHII: "newer",
  YASUI: "cheaper",
  TAKAI: "dearer",
}
const ofOne = new Set(["NUM", "MANGA", "THEY", "WORKS", "WHICH", "?"])

/** "The shorter one": not "which is shorter?". */
export const measureIn = (words: ReadonlyArray<TalkWord>): PointedMeasure | undefined => {
  const chooses = words.some((word) => word.kind === "WHICH")
  for (const [at, { kind, value }] of words.entries()) {
    const [before, behind] = [words[at - 1], words[at + 1]]
    if (kind === "MEASURE" && before?.kind === "THE" && isMeasure(value)) {
      // "And the shorter, how much is it?"
      const isOne = !chooses && behind?.kind !== "THAN"
      if (behind === undefined || isOne || ofOne.has(behind.kind)) return value
    }
    if (behind?.kind === "NOHOU") {
      const measure = japaneseMeasures[kind] ?? japaneseMeasures[`${kind}=${value}`]
      if (measure !== undefined) return measure
    }
  }
  return undefined
}

/** "The one after the seventh", 7巻の次. */
export const afterIn = (words: ReadonlyArray<TalkWord>): number | undefined => {
  for (const [at, { kind, value }] of words.entries()) {
    if (kind !== "NUM" && kind !== "ORD") continue
    const before = words.slice(Math.max(0, at - 3), at).filter((word) => word.kind !== "THE")
    const isBehind = before.at(-1)?.kind === "VOLWORD" ? before.at(-2) : before.at(-1)
    if (isBehind?.kind === "AFTERBARE" || isBehind?.kind === "AFTER") return Number(value)
    const following = words.slice(at + 1, at + 3).find((word) => word.kind !== "KAN")
    if (following?.kind === "THEY" && following.value === "next") return Number(value)
  }
  return undefined
}

const mostVolumes = 999
const isFigure = /^\d/u

/** "The two of them", "all three", "two copies": they count what was spoken of. */
const counting: ReadonlySet<string> = new Set("THE THEY THAT ALL TOGETHER BOTH".split(" "))
const counted: ReadonlySet<string> = new Set(
  "COPY MANGA VOLS VOLWORD THEY DAYS YEARS FORMAT FORMATS YEN".split(" "),
)

/** In figures, or spelled and alone: "when's seventeen?". The "one" of "the latest one" is none. */
const isOfVolume = ({ letters, tokens }: StoreReading["reading"], at: number): boolean => {
  const [before, here, next] = [tokens[at - 1], tokens[at], tokens[at + 1]]
  if (here === undefined) return false
  if (isFigure.test(letters.text.charAt(here.start))) return true
  const isCounted =
    counting.has(before?.kind ?? "") ||
    counted.has(next?.kind ?? "") ||
    before?.kind === "ORD" ||
    /^(?:all|both|the|those|these|of)$/u.test(wordBefore(letters, here.start))
  return (
    Number(here.value) > 1 && latinWord.test(letters.text.slice(here.start, here.end)) && !isCounted
  )
}
const latinWord = /^[a-z]+$/u

/** The letters right before a place, up to a gap. */
const wordBefore = ({ edges, text }: Letters, end: number): string => {
  let start = end - 1
  while (start > 0 && edges[start] === 0) start--
  return text.slice(Math.max(0, start), end)
}

const counter = /^ ?(?:冊|つ(?!目)|個|点|部|作|books?\b|copies\b)/u
const longestCounter = 7

const isCount = ({ end }: Token, { text }: Letters): boolean =>
  counter.test(text.slice(end, end + longestCounter))

export const numbersIn = (said: Said, reading: StoreReading["reading"]) =>
  (said["NUM"] ?? [])
    .filter((value) =>
      reading.tokens.some(
        (token, at) =>
          token.kind === "NUM" &&
          token.value === value &&
          !isCount(token, reading.letters) &&
          isOfVolume(reading, at),
      ),
    )
    .map(Number)
    .filter((number, _at, all) => all.every((each) => each <= mostVolumes) && number <= mostVolumes)

const months =
  "january february march april may june july august september october november december".split(" ")

export const monthIn = (words: ReadonlyArray<TalkWord>, letters: Letters): number | undefined => {
  for (const [at, { end, kind, start, value }] of words.entries()) {
    if (kind === "TALK" && value === "month")
      return months.indexOf(letters.text.slice(start, end)) + 1
    const next = words[at + 1]
    if (kind === "NUM" && next?.value === "月" && Number(value) <= months.length)
      return Number(value)
  }
  return undefined
}

export const rankIn = (words: ReadonlyArray<TalkWord>, letters: Letters): number | undefined => {
  const at = placeOfPattern(words, ranks)
  const found = words.slice(Math.max(0, at)).filter(({ kind }) => kind !== "AND")
  const [first, second] = found
  if (at < 0 || first === undefined) return undefined
  if (first.kind === "NUM") return Number(first.value)
  const written = letters.text.slice(first.start, first.end)
  return written === "number" || written === "no" ? Number(second?.value) : undefined
}

export const beforeIn = (words: ReadonlyArray<TalkWord>): number | undefined => {
  const at = words.findIndex(({ kind, value }) => kind === "THEY" && value === "previous")
  const next = words[at + 1]?.kind === "VOLWORD" ? words[at + 2] : words[at + 1]
  return at >= 0 && next?.kind === "NUM" ? Number(next.value) : undefined
}
