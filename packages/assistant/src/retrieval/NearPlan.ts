/**
 * The plan of a search by nearness in meaning alone, and the words that a search by meaning may also find in synopses.
 * Pure.
 */
import { tellingWords, themeWords } from "@manga-assist/store-grammar"
import { promptProducts, type RetrievalPlan, term, terms } from "../products/RetrievalPlan.ts"
import type { Question } from "../reading/Question.ts"

/** What may stand in a synopsis: of a theme all its words, of the text those that are the store's nowhere. */
export const wordsOf = ({ reading, wish }: Question): string =>
  [tellingWords(reading), ...wish.themes.map(themeWords)].filter(Boolean).join(" ")

/** Near in meaning alone, whatever else is wished: of a wish that is read wrong, something still fits. */
export const nearInMeaning = (question: Question): RetrievalPlan => {
  const without = [...question.slots.series, ...(question.without ?? [])]
  return {
    kind: "meaning",
    words: wordsOf(question),
    filter: [term("kind", "series")],
    exclude: without.length === 0 ? [] : [terms("seriesId", without)],
    size: promptProducts,
  }
}
