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
  /** `kind=value`. */
  readonly key: string
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
    const seen = isOrdinal ? "ORD" : (numberKinds[kind] ?? kind)
    return [{ kind: seen, value, key: `${seen}=${value}`, start, end }]
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

/** By the words that they can begin with: a text is long, and few of its words begin any. */
export interface WordPatterns {
  readonly byFirst: ReadonlyMap<string, ReadonlyArray<Pattern>>
  /** Words that the longest covers. */
  readonly longest: number
}

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

/** Every kind or word that the pattern can begin with. */
const firstsOf = ({ parts }: Pattern): ReadonlyArray<string> => {
  const needed = parts.findIndex(({ optional }) => !optional)
  return parts.slice(0, needed + 1).flatMap(({ keys }) => Array.from(keys))
}

/** One pattern a line, each with a part that is not optional. */
export const wordPatterns = (lines: string): WordPatterns => {
  const patterns = lines
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(patternOf)
  const byFirst = new Map<string, Array<Pattern>>()
  for (const pattern of patterns) {
    for (const key of new Set(firstsOf(pattern))) {
      byFirst.set(key, [...(byFirst.get(key) ?? []), pattern])
    }
  }
  return { byFirst, longest: Math.max(...patterns.map(({ parts }) => parts.length)) }
}

const isOf = ({ keys }: Part, { key, kind }: TalkWord): boolean => keys.has(kind) || keys.has(key)

const fitsAt = (words: ReadonlyArray<TalkWord>, start: number, pattern: Pattern): boolean => {
  if (pattern.opens && start > 0) return false
  let at = start
  for (const part of pattern.parts) {
    const word = words[at]
    if (word !== undefined && isOf(part, word)) at++
    else if (!part.optional) return false
  }
  return !pattern.ends || at === words.length
}

/** Where the first of the patterns fits, or -1. */
export const placeOfPattern = (
  words: ReadonlyArray<TalkWord>,
  { byFirst }: WordPatterns,
): number => {
  for (const [start, { key, kind }] of words.entries()) {
    for (const first of [kind, key]) {
      if (byFirst.get(first)?.some((pattern) => fitsAt(words, start, pattern)) === true) {
        return start
      }
    }
  }
  return -1
}

export const hasPattern = (words: ReadonlyArray<TalkWord>, patterns: WordPatterns): boolean =>
  placeOfPattern(words, patterns) >= 0
