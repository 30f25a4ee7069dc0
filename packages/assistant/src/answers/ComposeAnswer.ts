/**
 * Composes an answer that may be shared: the parts of its prompt, the model request, and what is cached of the result.
 * The turn, the precompute worker, renewals and audits all use it, so that the same question gets the same prompt.
 *
 * Neither prompt nor answer has anything about the customer. The answer is cached only if the model completed it,
 * together with its tags and version stamp, so that a change during generation invalidates it, and with the prices and
 * stock that it was written from (`figuresOf`).
 */
import { BedrockChat, type ConverseOutcome, type ConverseRequest } from "@manga-assist/connections"
import { Ledger } from "@manga-assist/latency-budget"
import type { Locale, Made } from "@manga-assist/protocol"
import { Effect, Schema } from "effect"
import type { ServiceTier } from "../budget/ServiceTiers.ts"
import { boundTo, figureOf } from "../products/Figure.ts"
import type { AnswerRecord } from "./AnswerRecord.ts"
import { type CachedAnswer, CachedAnswers } from "./CachedAnswer.ts"
import { madeBy } from "./MadeStages.ts"
import { cachePolicyOf } from "./CachePolicy.ts"
import { cacheKeyOf, normalizedWords, type ShareKey } from "./ShareKey.ts"
import { emptyConversation } from "../conversation/Conversation.ts"
import { formSentence } from "../reading/FormSentence.ts"
import { type Guardrail, type Model, Models } from "../model/Models.ts"
import { type Offer, seriesOf, toCard } from "../products/Offer.ts"
import { StoreNames } from "../reading/StoreNames.ts"
import { buildPrompt, type PromptParts } from "../prompt/Prompt.ts"
import { recordsForAll } from "../prompt/PromptRecords.ts"
import type { SeriesRows } from "../facts/SeriesRecords.ts"
import { stampOf } from "../facts/SeriesStamp.ts"
import { besideNamed } from "../facts/Topics.ts"
import { placeCachePoints, type Prompt } from "../model/PromptCache.ts"
import { storeDay, storeWeekday } from "../model/StoreClock.ts"
import type { Question } from "../reading/Question.ts"
import { read } from "../reading/Read.ts"
import { type Basis, type RetrievalNeeds, retrieve } from "../retrieval/Retrieve.ts"
import { readForAll } from "../retrieval/WhatToRead.ts"

/** What finding, writing and keeping an answer needs, apart from a customer. */
export type AnsweringNeeds = BedrockChat | CachedAnswers | RetrievalNeeds

/**
 * The question in a prompt whose answer others are given: the sentence of its form, so that all wordings of a form give
 * one prompt. Without a form it is given for the very same words alone, as their key has them. Decided here and
 * nowhere else.
 */
const sharedWords = (question: Question): string =>
  formSentence(question) ?? normalizedWords(question)

/** What the prompt of such an answer is made of. */
export const sharedParts = ({
  now,
  offers,
  question,
  records,
  unread,
}: Pick<PromptParts, "now" | "offers" | "question" | "records" | "unread">): PromptParts => ({
  question,
  asked: sharedWords(question),
  now,
  conversation: emptyConversation,
  customer: undefined,
  offers,
  records,
  told: [],
  orders: [],
  signedIn: undefined,
  unread,
})

/** Warm and exact: this is a shop. Low, so that the same question reads the same. */
const temperature = 0.2

/** What a model is asked for an answer, shared or not. `turn`: for the logs of the model's service, of a turn alone. */
export const answerRequest = (
  { id, maxTokens }: Model,
  { messages, system, toolConfig }: Prompt,
  guardrail: Guardrail | undefined,
  waits: Pick<ConverseRequest, "firstEventMs" | "gapMs">,
  turn?: string,
  serviceTier?: ServiceTier,
): ConverseRequest => ({
  modelId: id,
  system,
  messages,
  inferenceConfig: { maxTokens, temperature },
  ...(guardrail === undefined ? {} : { guardrail }),
  fields: {
    ...(turn === undefined ? {} : { requestMetadata: { turn } }),
    ...(toolConfig === undefined ? {} : { toolConfig }),
    ...(serviceTier === undefined ? {} : { serviceTier: { type: serviceTier } }),
  },
  ...waits,
})

/** What the products were when an answer was written from them; `today` is an ISO date. */
export const figuresOf = (offers: ReadonlyArray<Offer>, today: string) =>
  offers.map(({ price, product, stock }) => figureOf({ ...product, price, stock }, today))

/** What an answer is written from, and by which model. */
interface Written {
  readonly question: Question
  readonly offers: ReadonlyArray<Offer>
  /** Told to the model, not shown. */
  readonly records: ReadonlyArray<SeriesRows>
  readonly basis: Basis
  /** ISO date. */
  readonly today: string
  readonly model: Model
  readonly origin: CachedAnswer["origin"]
}

/** Ends by the model's own will; `max_tokens` is complete for the reader, but not worth keeping. */
const ownEnd = new Set(["end_turn", "stop_sequence"])

/** `undefined`: not whole, or it could not be told later whether it still holds. */
const keptOf = (
  { basis: { dated, since, tags }, model, offers, origin, question, records, today }: Written,
  { stopReason, text, usage }: ConverseOutcome,
  made: Made | undefined,
) => {
  if (!ownEnd.has(stopReason) || text === "" || since === undefined) return undefined
  const figures = figuresOf(offers, today)
  const answer: CachedAnswer = {
    text,
    products: offers.map(toCard),
    model: model.name,
    ...(usage === undefined ? {} : { usage }),
    ...(made === undefined ? {} : { made }),
    origin,
    words: normalizedWords(question),
    figures,
    series: seriesOf(question, offers),
    ...(records.length === 0 ? {} : { stamps: records.map(stampOf) }),
    ...boundTo(today, dated || records.length > 0, figures),
  }
  return { answer, tags: { names: tags, since } }
}

/**
 * Of a turn. Call it when the model is about to be called: what it returns offers the outcome to the sink, for those
 * who follow it also when that turn is over.
 */
export const keepAnswer = (
  { ledger, turn }: { readonly ledger: Ledger; readonly turn: string },
  { key, policy: { freshForMs, staleForMs } }: ShareKey,
  written: Written,
  answers: { readonly offer: (record: AnswerRecord) => boolean },
): ((outcome: ConverseOutcome) => void) => {
  // An answer for everybody is written without what prefetch brings. Whatever else was left out, or stood in for
  // lack of time, is not what the place is for.
  const whole = ledger.degraded.every((code) => code === "prefetch-late")
  return (outcome) => {
    const kept = whole ? keptOf(written, outcome, madeBy("turn", ledger)) : undefined
    if (kept !== undefined) answers.offer({ id: turn, key, ...kept, freshForMs, staleForMs })
  }
}

/** Off the path there is time: a turn's budget would only cut answers short. */
const budgetMs = 20_000
const gapMs = 5_000

/** What is found for a question, whoever asks it. */
export const retrieveForAll = (question: Question, ledger = new Ledger({ totalMs: budgetMs })) =>
  retrieve({
    ...readForAll(question),
    user: undefined,
    customer: undefined,
    orders: undefined,
    trending: undefined,
    ledger,
  })

export class ComposeError extends Schema.TaggedError<ComposeError>()("ComposeError", {
  question: Schema.String,
  reason: Schema.Literals(["not-cacheable", "nothing-found", "incomplete", "model"]),
  detail: Schema.String,
}) {
  override get message() {
    return `"${this.question}" could not be answered ahead (${this.reason}): ${this.detail}`
  }
}

/** Finds and writes off the path, and keeps nothing. `asked`: the question as the prompt puts it. */
export const composeAnswer = Effect.fnUntraced(function* (
  question: Question,
  origin: CachedAnswer["origin"] = "precomputed",
  asked = sharedWords(question),
) {
  const fail = (reason: ComposeError["reason"], detail: string) =>
    Effect.fail(new ComposeError({ question: sharedWords(question), reason, detail }))
  const ledger = new Ledger({ totalMs: budgetMs })
  const { basis, degraded, offers, records } = yield* retrieveForAll(question, ledger)
  if (degraded.length > 0) return yield* fail("incomplete", degraded.join(", "))
  if (basis.since === undefined) {
    return yield* fail("incomplete", "it could not be told later whether it still holds")
  }
  if (offers.length === 0 && question.intent !== "policy") {
    return yield* fail("nothing-found", "no product matches")
  }
  const { guardrail, ...models } = yield* Models
  const model = models[question.difficulty]
  const today = yield* storeDay
  const { catalogue } = yield* StoreNames
  const beside = besideNamed(question)
  const facts = recordsForAll(records, beside, { locale: question.locale, today, catalogue })
  const shared = sharedParts({
    question,
    now: yield* storeWeekday,
    offers,
    records: facts,
    unread: [],
  })
  const prompt = placeCachePoints(buildPrompt({ ...shared, asked }), model.name)
  const chat = yield* BedrockChat
  const endModel = ledger.begin("model")
  const outcome = yield* chat
    .converse(answerRequest(model, prompt, guardrail, { firstEventMs: budgetMs, gapMs }), {
      onText: () => {
        endModel("ok")
        ledger.mark("first-token")
      },
    })
    .pipe(Effect.catch((error) => fail("model", error.reason)))
  const written = { question, records, offers, basis, today, model, origin }
  const kept = keptOf(written, outcome, madeBy("worker", ledger))
  if (kept === undefined) return yield* fail("incomplete", outcome.stopReason)
  return { ...kept, outputTokens: outcome.usage?.outputTokens ?? 0 }
})

/**
 * Answers a question ahead of demand: generates the answer and stores it under the cache key by which customers'
 * questions look it up. Fails for a question whose answer may not be cached. As all wordings of its form: they have one
 * place.
 */
export const answerAhead = Effect.fnUntraced(function* (text: string, locale: Locale) {
  const question = read(yield* StoreNames, text, locale)
  const policy = cachePolicyOf(question)
  if (!policy.cacheable) {
    const { reason: detail } = policy
    return yield* new ComposeError({ question: text, reason: "not-cacheable", detail })
  }
  const { answer, outputTokens, tags } = yield* composeAnswer(question)
  yield* (yield* CachedAnswers).write(cacheKeyOf(question), answer, { ...policy, tags })
  return { outputTokens }
})
