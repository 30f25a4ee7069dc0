/**
 * Resolves "the sequel", "a spin-off" or 本編 (the main story) to a series of the catalogue whose title shows that it
 * belongs to the series that was spoken of last. Returns up to three where the words do not single one out. Pure.
 */
import type { Pointing } from "@manga-assist/store-grammar"
import type { Question } from "../../reading/Question.ts"
import type { Memory } from "../Memory.ts"
import { type About, asThing } from "./About.ts"
import { chosenByWords, kinNamed, relatedTo } from "./Described.ts"

/** More are a franchise, and no answer. */
const mostRelated = 3

/** "The sequel", "a spin-off about Amuro", 本編: another series of the same story. */
export const relatedMeant = (
  question: Question,
  { related, sums, whole }: Pointing,
  { topic }: Memory,
): About | undefined => {
  if (topic === undefined) return undefined
  const named = kinNamed(topic.series, question.reading.letters.text)
  const [main] = related === "main" ? relatedTo(topic.series, "main") : []
  // 「無印と:re、全部合わせると」: both of the story.
  if (named !== undefined && main !== undefined && main !== named && (sums || whole)) {
    return { things: [asThing(main), asThing(named)], isWhole: true }
  }
  if (named !== undefined) {
    const { volume } = question.slots
    return { things: [typeof volume === "number" ? { series: named, volume } : { series: named }] }
  }
  if (related === undefined) return undefined
  const others = relatedTo(topic.series, related)
  const [only, more] = others
  const chosen = more === undefined ? only : chosenByWords(question, others)
  if (only === undefined) return undefined
  const things = (chosen === undefined ? others.slice(0, mostRelated) : [chosen]).map(asThing)
  const { volume } = question.slots
  const [first] = things
  return typeof volume === "number" && chosen !== undefined && first !== undefined
    ? { things: [{ ...first, volume }] }
    : { things, isRelated: true }
}
