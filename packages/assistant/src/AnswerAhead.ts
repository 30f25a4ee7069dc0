/**
 * Answers a question before anybody asks, and keeps the answer under every wording given for it.
 *
 * The same steps as a turn without a customer: Retrieve, Generate, then a write to the cache. A
 * wording that is not understood exactly as the first one is refused, never filed under its answer.
 */
import { Clock, Effect, Schema } from "effect"
import { normalizeQuestion, type TagClock } from "@manga-assist/caching"
import { BedrockChat, type BedrockEmbeddings } from "@manga-assist/connections"
import { Ledger } from "@manga-assist/latency-budget"
import type { Locale } from "@manga-assist/protocol"
import { cachePolicyOf } from "./Cacheable.ts"
import { boundTo, type CachedAnswer, CachedAnswers, figureOf } from "./CachedAnswer.ts"
import { emptyConversation } from "./Conversation.ts"
import type { Customers } from "./Customers.ts"
import { Models } from "./Models.ts"
import type { ProductFacts } from "./ProductFacts.ts"
import type { ProductSearch } from "./ProductSearch.ts"
import { toCard } from "./Offer.ts"
import { buildPrompt } from "./Prompt.ts"
import { placeCachePoints } from "./PromptCache.ts"
import { type CachePolicy, cacheKeyOf } from "./CachePlace.ts"
import type { Question } from "./Question.ts"
import { read } from "./Read.ts"
import { retrieve } from "./Retrieve.ts"

/** What finding and writing an answer needs, apart from a customer. */
export type AnsweringNeeds =
  | BedrockChat
  | BedrockEmbeddings
  | CachedAnswers
  | Customers
  | Models
  | ProductFacts
  | ProductSearch
  | TagClock

/** Off the path there is time: a turn's budget would only cut answers short. */
const budgetMs = 20_000

class AnswerAheadError extends Schema.TaggedError<AnswerAheadError>()("AnswerAheadError", {
  question: Schema.String,
  reason: Schema.Literals(["not-cacheable", "nothing-found", "incomplete", "model"]),
  detail: Schema.String,
}) {
  override get message() {
    return `"${this.question}" could not be answered ahead (${this.reason}): ${this.detail}`
  }
}

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

/** Finds and writes, and keeps nothing. `text`: for the error and the answer's own words. */
export const composeAnswer = Effect.fnUntraced(function* (text: string, question: Question) {
  const fail = (reason: AnswerAheadError["reason"], detail: string) =>
    Effect.fail(new AnswerAheadError({ question: text, reason, detail }))
  const ledger = new Ledger({ totalMs: budgetMs })
  const { basis, offers, degraded } = yield* retrieve({
    question,
    user: undefined,
    preferredGenres: [],
    orders: undefined,
    trending: undefined,
    ledger,
  })
  if (degraded.length > 0) return yield* fail("incomplete", degraded.join(", "))
  const { dated, since, tags } = basis
  if (since === undefined) {
    return yield* fail("incomplete", "it could not be told later whether it still holds")
  }
  if (offers.length === 0 && question.intent !== "policy") {
    return yield* fail("nothing-found", "no product matches")
  }
  const { simple, complex, guardrail } = yield* Models
  const model = question.difficulty === "complex" ? complex : simple
  const chat = yield* BedrockChat
  const parts = {
    question,
    conversation: emptyConversation,
    customer: undefined,
    offers,
    orders: [],
    unread: [],
  }
  const prompt = placeCachePoints(buildPrompt(parts), model.id)
  const outcome = yield* chat
    .converse(
      {
        modelId: model.id,
        system: prompt.system,
        messages: prompt.messages,
        inferenceConfig: { maxTokens: model.maxTokens, temperature: 0.2 },
        ...(guardrail === undefined ? {} : { guardrail }),
        firstEventMs: budgetMs,
        gapMs: 5_000,
      },
      { onText: () => undefined },
    )
    .pipe(Effect.catch((error) => fail("model", error.reason)))
  if (outcome.stopReason !== "end_turn" && outcome.stopReason !== "stop_sequence") {
    return yield* fail("incomplete", outcome.stopReason)
  }
  const today = new Date(yield* Clock.currentTimeMillis).toISOString().slice(0, 10)
  const figures = offers.map(({ price, product, stock }) =>
    figureOf({ ...product, price, stock }, today),
  )
  const answer: CachedAnswer = {
    text: outcome.text,
    products: offers.map(toCard),
    model: model.id,
    origin: "precomputed",
    words: normalizeQuestion(text),
    figures,
    series: [...new Set(offers.map((offer) => offer.product.seriesId))],
    ...boundTo(today, dated, figures),
  }
  return { answer, tags: { names: tags, since }, outputTokens: outcome.usage?.outputTokens ?? 0 }
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
    return yield* new AnswerAheadError({
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
  const { answer, outputTokens, tags } = yield* composeAnswer(lead, question)
  const cache = yield* CachedAnswers
  yield* Effect.forEach(keys, (key) => cache.write(key, answer, { ...policy, tags }), {
    discard: true,
  })
  return result("written", outputTokens)
})
