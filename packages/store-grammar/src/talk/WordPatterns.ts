/**
 * Matches patterns over the words of a text, in order and side by side: "THE ORD MANGA|THEY=ones".
 *
 * A part is a kind, a kind with its value, or several of these; `?=word` is a word that no list explains; `~` behind a
 * part makes it optional; `^` and `$` are the beginning and the end of the text. Words without meaning are skipped.
 */
import type { Reading } from "@manga-assist/language"

export interface TalkWord {
  readonly kind: string
  readonly value: string
  readonly start: number
  readonly end: number
}

const meaningless = new Set(["_", "NA", "_opening", "_aside"])
const numberKinds: Readonly<Record<string, string | undefined>> = {
  "#unit": "NUM",
  "#unit-ordinal": "ORD",
}

/** The words of a text as patterns see them: names, numbers and what says something, in its order. */
export const talkWordsOf = ({ cut }: Pick<Reading, "cut">): ReadonlyArray<TalkWord> =>
  cut.flatMap((token, at): ReadonlyArray<TalkWord> => {
    const { end, kind, start, value } = token
    if (kind === "#th" || (meaningless.has(kind) && value === "")) return []
    const isOrdinal = kind === "NUM" && cut[at + 1]?.kind === "#th"
    return [{ kind: isOrdinal ? "ORD" : (numberKinds[kind] ?? kind), value, start, end }]
  })

interface Part {
  readonly keys: ReadonlySet<string>
  readonly optional: boolean
}

interface Pattern {
  readonly parts: ReadonlyArray<Part>
  readonly opens: boolean
  readonly ends: boolean
}

export type WordPatterns = ReadonlyArray<Pattern>

const patternOf = (line: string): Pattern => {
  const words = line.split(/\s+/u).filter(Boolean)
  const opens = words[0] === "^"
  const ends = words.at(-1) === "$"
  const parts = words.slice(opens ? 1 : 0, ends ? -1 : undefined).map((word) => {
    const optional = word.endsWith("~")
    return { keys: new Set((optional ? word.slice(0, -1) : word).split("|")), optional }
  })
  return { parts, opens, ends }
}

/** One pattern a line. */
export const wordPatterns = (lines: string): WordPatterns =>
  lines
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(patternOf)

const isOf = ({ keys }: Part, { kind, value }: TalkWord): boolean =>
  keys.has(kind) || keys.has(`${kind}=${value}`)

const fitsAt = (words: ReadonlyArray<TalkWord>, start: number, pattern: Pattern): boolean => {
  let at = start
  for (const part of pattern.parts) {
    const word = words[at]
    if (word !== undefined && isOf(part, word)) at++
    else if (!part.optional) return false
  }
  return !pattern.ends || at === words.length
}

/** Where the first of the patterns fits, or -1. */
export const placeOfPattern = (words: ReadonlyArray<TalkWord>, patterns: WordPatterns): number => {
  for (let start = 0; start < words.length; start++) {
    const fits = patterns.some(
      (pattern) => !(pattern.opens && start > 0) && fitsAt(words, start, pattern),
    )
    if (fits) return start
  }
  return -1
}

export const hasPattern = (words: ReadonlyArray<TalkWord>, patterns: WordPatterns): boolean =>
  placeOfPattern(words, patterns) >= 0
