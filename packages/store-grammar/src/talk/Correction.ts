/**
 * Finds what a text takes back where it names two things of one kind and refuses one: 39巻じゃなくて40巻, "not volume 3 but
 * 4", "4, not 3"; and the "no" of "no, digital". Pure.
 */
import type { Reading, Token } from "@manga-assist/language"
import { type TalkWord, talkWordsOf } from "./WordPatterns.ts"

const families: Readonly<Record<string, string | undefined>> = {
  NUM: "number",
  ORD: "number",
  LASTJA: "number",
  LATESTJA: "number",
  VLAST: "number",
  VLATEST: "number",
  FORMAT: "edition",
  SERIES: "title",
  BOOK: "title",
}
/** Between the refusal and what is refused. */
const besideNumber: ReadonlySet<string> = new Set("VOLWORD THE KAN MINE".split(" "))

const familyOf = (word: TalkWord | undefined): string | undefined =>
  word === undefined ? undefined : families[word.kind]

/** The place of the next word that says something of its own. */
const nextOf = (words: ReadonlyArray<TalkWord>, from: number, step: 1 | -1): number => {
  let at = from + step
  while (besideNumber.has(words[at]?.kind ?? "")) at += step
  return at
}

/** Places of words: from the first up to, and without, the last. */
type Span = readonly [from: number, to: number]

const spanAt = (words: ReadonlyArray<TalkWord>, at: number): Span | undefined => {
  const kind = words[at]?.kind
  const [before, behind] = [nextOf(words, at, -1), nextOf(words, at, 1)]
  const refused = familyOf(words[kind === "NOTJA" ? before : behind])
  if (refused === undefined) return undefined
  // "No, digital."
  if (kind === "NO" && at === 0 && words[behind + 1] === undefined) return [0, 1]
  if (kind === "NOTJA") return familyOf(words[behind]) === refused ? [0, at + 1] : undefined
  // "4, not 3"
  if (familyOf(words[before]) === refused) return [at, words.length]
  const but = words[behind + 1]?.kind === "BUT" ? behind + 1 : behind
  const other = nextOf(words, but, 1)
  return familyOf(words[other]) === refused ? [at, but + 1] : undefined
}

const refusing: ReadonlySet<string> = new Set(["NOTJA", "NOT", "NO"])

/** Is a word taken back? `undefined` where none is. */
export const takenBackIn = (reading: Reading): ((token: Token) => boolean) | undefined => {
  const words = talkWordsOf(reading)
  for (const [at, { kind }] of words.entries()) {
    const span = refusing.has(kind) ? spanAt(words, at) : undefined
    if (span === undefined) continue
    const [from, to] = span
    const starts = from === 0 ? 0 : (words[from]?.start ?? 0)
    const ends = words[to]?.start ?? Number.POSITIVE_INFINITY
    return ({ start }) => start >= starts && start < ends
  }
  return undefined
}
