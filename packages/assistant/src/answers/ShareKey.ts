/**
 * Computes the cache key of a question from the language, the versions of prompt and grammar, and its canonical
 * form, the text that all wordings of one question share, so that they share a key too. A question that the
 * grammar does not understand as a whole has no such form; its normalised words take the form's place. The key
 * contains nothing about the customer.
 */
import { answerKey, normalizeQuestion } from "@manga-assist/caching"
import type { Cacheability } from "./CachePolicy.ts"
import { textOf } from "../reading/CustomerWords.ts"
import { oncePer } from "../reading/OncePer.ts"
import type { Question } from "../reading/Question.ts"
import { promptVersionOf } from "../prompt/SystemPrompt.ts"

export type CachePolicy = Extract<Cacheability, { cacheable: true }>

export interface ShareKey {
  readonly key: string
  readonly policy: CachePolicy
}

const keyPartsOf = oncePer((question: Question) => {
  const words = normalizeQuestion(question.learned?.sentence ?? textOf(question.words))
  return { key: keyOf(question, words), words }
})

/**
 * Where the answer to a question is kept: all that it depends on, and nothing of who asked. One key
 * for all wordings with one canonical form; without a form, one for the very same words. Equal words
 * have equal forms, so one look-up serves both layers.
 */
export const cacheKeyOf = (question: Question): string => keyPartsOf(question).key

/** Its words, or the sentence that it is answered as: what an answer that is kept was written for. */
export const normalizedWords = (question: Question): string => keyPartsOf(question).words

const keyOf = (
  { difficulty, intent, locale, names, reading, shop, slots }: Question,
  words: string,
): string =>
  answerKey({
    partition: "public",
    locale,
    promptVersion: `${promptVersionOf(shop)} ${names.grammarVersion}`,
    // Rows and names are told by tags, and by the form.
    catalogueVersion: "",
    ...(reading.known
      ? { intent: "canonical", question: reading.form, slots: [], model: "" }
      : { intent, question: words, slots, model: difficulty }),
  })
