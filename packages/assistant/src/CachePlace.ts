/** Where an answer is kept, and for how long. */
import { catalogueVersion } from "@manga-assist/catalogue"
import { answerKey, normalizeQuestion } from "@manga-assist/caching"
import type { Cacheability } from "./Cacheable.ts"
import type { Question } from "./Question.ts"
import { promptVersion } from "./SystemPrompt.ts"

export type CachePolicy = Extract<Cacheability, { cacheable: true }>

export interface Place {
  readonly key: string
  readonly policy: CachePolicy
}

/** Where the answer to a question is kept: all that it depends on, and nothing of who asked. */
export const placeOf = (question: Question): string =>
  answerKey({
    partition: "public",
    locale: question.locale,
    intent: question.intent,
    question: normalizeQuestion(question.text),
    slots: question.slots,
    model: question.difficulty,
    promptVersion,
    catalogueVersion: catalogueVersion(),
  })
