/**
 * Answers a question before anybody asks, and keeps the answer under every wording given for it. A wording that is
 * not understood exactly as the first one is refused, never filed under its answer.
 */
import type { Locale } from "@manga-assist/protocol"
import { Effect } from "effect"
import { cachePolicyOf } from "./Cacheable.ts"
import { CachedAnswers } from "./CachedAnswer.ts"
import { cacheKeyOf, type CachePolicy } from "./CachePlace.ts"
import { composeAnswer, ComposeError } from "./ComposeAnswer.ts"
import type { Question } from "./Question.ts"
import { read } from "./Read.ts"

export interface AnsweredAhead {
  readonly outcome: "fresh" | "written"
  /** Wordings filed under the answer; those not understood alike are in `refused`. */
  readonly wordings: number
  readonly refused: ReadonlyArray<string>
  readonly outputTokens: number
}

/** Renewed when less than this share of its life is left, so that it does not run out in between. */
const renewBelow = 0.34

const isFresh = Effect.fnUntraced(function* (key: string, policy: CachePolicy) {
  const cache = yield* CachedAnswers
  const hit = yield* cache.lookup(key)
  return (
    hit !== undefined &&
    hit.freshness === "fresh" &&
    hit.ageMs < policy.freshForMs * (1 - renewBelow)
  )
})

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
    return yield* new ComposeError({
      question: lead,
      reason: "not-cacheable",
      detail: policy.reason,
    })
  }
  const meaning = meaningOf(question)
  const understood = wordings.map((text) => ({ text, question: read(text, locale) }))
  const alike = understood.filter(
    ({ question: other }) => meaningOf(other) === meaning && cachePolicyOf(other).cacheable,
  )
  const refused = understood.filter((entry) => !alike.includes(entry)).map(({ text }) => text)
  const places = alike.map((entry) => cacheKeyOf(entry.question))
  const keys = [...new Set(places)]
  const result = (outcome: "fresh" | "written", outputTokens: number): AnsweredAhead => ({
    outcome,
    wordings: places.length,
    refused,
    outputTokens,
  })
  const fresh = yield* Effect.forEach(keys, (key) => isFresh(key, policy))
  if (fresh.every(Boolean)) return result("fresh", 0)
  const { answer, outputTokens, tags } = yield* composeAnswer(question)
  const cache = yield* CachedAnswers
  yield* Effect.forEach(keys, (key) => cache.write(key, answer, { ...policy, tags }), {
    discard: true,
  })
  return result("written", outputTokens)
})
