/**
 * Privacy filter: decides whether the words of a question may be counted as demand. Once several sessions used them,
 * such words are read by others than the asker, such as the precompute worker and the model. Returns the normalised
 * words, or `undefined` if they must not be counted. Pure.
 *
 * `countableText` is for questions that the grammar understands as a whole: each of their words is on a list of the
 * store's, which leaves no room for a name, an address or a personal wish; long numbers and `@` are excluded.
 * Of all others a wording with slots may be counted (`sharedWording` of the grammar).
 * `patternOfDemand` names the row of the source document's traffic table (trending, new releases, genre, title, other)
 * to which a question belongs.
 */
import { cachePolicyOf } from "../CachePolicy.ts"
import { normalizedWords } from "../ShareKey.ts"
import { oncePer } from "../../reading/OncePer.ts"
import type { Question } from "../../reading/Question.ts"

/** Longer questions are not asked by three people in the same words. */
const longest = 120

/** A telephone, order, card or post code; the dearest product costs five digits. */
const longNumber = /\d{6}|\d[\d,. \-‐-―ー−]{6,}\d|\d{3,4}[-‐-―ー−]\d{3,4}/u

/** The text as it is counted; `undefined`: must not be. */
export const countableText = oncePer((question: Question): string | undefined => {
  const { personal, reading, selfContained, slots } = question
  if (!reading.known || personal || !selfContained || slots.orderId !== undefined) return undefined
  if (!cachePolicyOf(question).cacheable) return undefined
  const text = normalizedWords(question)
  return text.length > longest || longNumber.test(text) || text.includes("@") ? undefined : text
})

/** The row of the source document's table of traffic to which a question belongs. */
export const patternOfDemand = oncePer(({ intent, reading, slots }: Question): string => {
  if (intent === "trending" || intent === "new-releases") return intent
  const form = reading.known ? reading.form : ""
  if (intent === "genre-browse" || /^recommend (?:GENRE|DEMO)=\S+$/u.test(form)) return "genre"
  return slots.series.length === 1 && intent !== "recommend" && intent !== "order-status"
    ? "title"
    : "other"
})
