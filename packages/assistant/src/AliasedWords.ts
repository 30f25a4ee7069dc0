/**
 * May the wording of a question without a canonical form be counted, put before a judge and, once approved,
 * find the answer of another question? Pure; the same answer for the counts, the worker and the turn.
 *
 * Stricter than what an answer is kept for: the text will be read by others, so every word in it stands on a
 * list of the store's or is a plain word, and every number is one that the store understood. Nothing personal,
 * nothing that leans on a conversation, no order to the assistant.
 */
import { normalizeQuestion } from "@manga-assist/caching"
import { speaksOfPerson } from "./Cacheable.ts"
import { hasForeignNumber, isMadeOfKnownWords } from "./KnownWords.ts"
import type { Question } from "./Question.ts"

/** Longer questions are not asked by three people in the same words. */
const longest = 120
/** The words as they are counted and approved; `undefined`: never. */
export const aliasableWords = (question: Question): string | undefined => {
  const { intent, personal, reading, selfContained, slots, text } = question
  if (reading.known || reading.refused || personal || !selfContained) return undefined
  if (intent === "order-status" || intent === "greeting") return undefined
  if (slots.orderId !== undefined || speaksOfPerson(text)) return undefined
  const words = normalizeQuestion(text)
  if (words.length > longest || hasForeignNumber(question, words)) return undefined
  return isMadeOfKnownWords(words) ? words : undefined
}
