/**
 * Answers a question ahead of demand: generates the answer and stores it under the cache key by which customers'
 * questions look it up. Fails for a question whose answer may not be cached.
 */
import type { Locale } from "@manga-assist/protocol"
import { Effect } from "effect"
import { cachePolicyOf } from "./CachePolicy.ts"
import { CachedAnswers } from "./CachedAnswer.ts"
import { cacheKeyOf } from "./ShareKey.ts"
import { composeAnswer, ComposeError } from "./ComposeAnswer.ts"
import { read } from "../reading/Read.ts"

/** As all wordings of its form: they have one place. */
export const answerAhead = Effect.fnUntraced(function* (text: string, locale: Locale) {
  const question = read(text, locale)
  const policy = cachePolicyOf(question)
  if (!policy.cacheable) {
    const { reason: detail } = policy
    return yield* new ComposeError({ question: text, reason: "not-cacheable", detail })
  }
  const { answer, outputTokens, tags } = yield* composeAnswer(question)
  yield* (yield* CachedAnswers).write(cacheKeyOf(question), answer, { ...policy, tags })
  return { outputTokens }
})
