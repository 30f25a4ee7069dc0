/**
 * Answers a question before anybody asks, and keeps the answer under every wording given for it. A wording that is
 * not understood exactly as the first one is refused, never filed under its answer.
 */
import type { Locale } from "@manga-assist/protocol"
import { Effect } from "effect"
import { cachePolicyOf } from "./Cacheable.ts"
import { CachedAnswers } from "./CachedAnswer.ts"
import { cacheKeyOf } from "./CachePlace.ts"
import { composeAnswer, ComposeError } from "./ComposeAnswer.ts"
import type { Question } from "./Question.ts"
import { read } from "./Read.ts"

/** The canonical form, or without one what the rules understood. */
const meaningOf = ({ difficulty, intent, reading, slots }: Question): string =>
  reading.known ? reading.form : JSON.stringify([intent, slots, difficulty])

/** `wordings`: at least one; the first is the one put to the model. */
export const answerAhead = Effect.fnUntraced(function* (
  wordings: readonly [string, ...ReadonlyArray<string>],
  locale: Locale,
) {
  const [lead] = wordings
  const question = read(lead, locale)
  const policy = cachePolicyOf(question)
  if (!policy.cacheable) {
    const { reason: detail } = policy
    return yield* new ComposeError({ question: lead, reason: "not-cacheable", detail })
  }
  const meaning = meaningOf(question)
  const alike = wordings
    .map((text) => read(text, locale))
    .filter((other) => meaningOf(other) === meaning && cachePolicyOf(other).cacheable)
  const { answer, outputTokens, tags } = yield* composeAnswer(question)
  const cache = yield* CachedAnswers
  yield* Effect.forEach(
    new Set(alike.map(cacheKeyOf)),
    (key) => cache.write(key, answer, { ...policy, tags }),
    { discard: true },
  )
  return { outputTokens }
})
