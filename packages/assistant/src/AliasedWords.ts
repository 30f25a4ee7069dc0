/**
 * May the wording of a question without a canonical form be counted, put before a judge and, once approved,
 * find the answer of another question? Pure; the same answer for the counts, the worker and the turn.
 *
 * Stricter than what an answer is kept for: the text will be read by others; see `mayBeReadByOthers`.
 */
import { mayBeReadByOthers } from "@manga-assist/store-grammar"
import { wordsOf } from "./CachePlace.ts"
import type { Question } from "./Question.ts"

/** Longer questions are not asked by three people in the same words. */
const longest = 120

/** The words as they are counted and approved; `undefined`: never. */
export const aliasableWords = (question: Question): string | undefined => {
  if (!mayBeReadByOthers(question)) return undefined
  const words = wordsOf(question)
  return words.length > longest ? undefined : words
}
