/**
 * Builds the text that is embedded for a vector search: the store's own wording of the question (standard sentence)
 * where the grammar understands it as a whole, else the customer's words as the key of its answer has them: who asks
 * first asks for all who write them another way.
 *
 * Titles are replaced by descriptions of their series, of two at most ("something like Berserk"), because a title says
 * nothing about similar books.
 */
import { normalizeQuestion } from "@manga-assist/caching"
import type { Catalogue } from "@manga-assist/catalogue"
import { wordsAroundTitles } from "@manga-assist/store-grammar"
import { textOf } from "./CustomerWords.ts"
import type { Question } from "./Question.ts"

/** Of more titles than this, the resemblance would be to nothing in particular. */
const mostTitles = 2

const genreName = (id: string, catalogue: Catalogue): string => {
  const genre = catalogue.genre(id)
  return genre === undefined ? id : `${genre.english} ${genre.japanese}`
}

const described = ({ names: { catalogue }, slots: { series } }: Question): ReadonlyArray<string> =>
  series.slice(0, mostTitles).flatMap((id) => {
    const entry = catalogue.of(id)
    if (entry === undefined) return []
    const kinds = entry.genres.map((genre) => genreName(genre, catalogue)).join(", ")
    return [`${entry.demographic} ${kinds}`, entry.synopsisEnglish, entry.synopsisJapanese]
  })

const wished = ({ locale, names, reading, slots, words }: Question): string => {
  if (!reading.known) {
    return normalizeQuestion(slots.series.length === 0 ? textOf(words) : wordsAroundTitles(reading))
  }
  const { LIKEOF: _titles, ...others } = reading.slots
  const sentence =
    Object.keys(others).length === 0
      ? undefined
      : names.sentenceOf({ question: reading.question, slots: others }, locale)
  return sentence ?? ""
}

export const meaningText = (question: Question): string =>
  [wished(question), ...described(question)].filter((part) => part !== "").join("\n")
