/**
 * Ends a turn: emits its remaining events and returns what is to be recorded. It has one function for each way in which
 * `Turn.ts` can end. Pure but for `emit` and the turn's ledger (its timing record).
 */
import { asSentence, reasonsIn } from "../answers/PlainReason.ts"
import type { Catalogue } from "@manga-assist/catalogue"
import type { Ledger } from "@manga-assist/latency-budget"
import type { AnswerSource, ErrorCode, ProductCard } from "@manga-assist/protocol"
import { catalogueAnswer } from "../products/CatalogueAnswer.ts"
import type { CachedAnswer } from "../answers/CachedAnswer.ts"
import type { Conversation } from "../conversation/Conversation.ts"
import { continued } from "./Continued.ts"
import type { Generated } from "./Generate.ts"
import type { Found } from "./SecondLook.ts"
import { type Offer, seriesOf, toCard } from "../products/Offer.ts"
import { offersNamed } from "../retrieval/NamedOffers.ts"
import type { Question } from "../reading/Question.ts"
import type { LookUpResult } from "../answers/LookUp.ts"
import type { Retrieved } from "../retrieval/Retrieve.ts"
import type { TurnEnd, TurnEvent } from "./TurnEvent.ts"
import type { TurnRequest } from "./TurnRequest.ts"

export interface TurnContext {
  readonly request: Pick<
    TurnRequest,
    "before" | "id" | "mayRetract" | "session" | "unconfirmed" | "user"
  >
  readonly turn: string
  readonly question: Question
  readonly conversation: Conversation
  readonly ledger: Ledger
  readonly emit: (event: TurnEvent) => void
}

/** What happened, for the sinks. */
export interface Finished {
  readonly finish: TurnEnd["finish"] | "failed"
  readonly source: AnswerSource | undefined
  readonly text: string
  readonly products: ReadonlyArray<ProductCard>
  /** Series of the products, in their order. */
  readonly series: ReadonlyArray<string>
  readonly model?: string
  readonly error?: string
  /** How many tools the model used. */
  readonly looks?: number
}

interface Ending extends Partial<
  Omit<TurnEnd, "budget" | "degraded" | "id" | "timeline" | "turn">
> {
  readonly source: AnswerSource
}

const turnEnd = (
  context: Pick<TurnContext, "turn" | "ledger"> & { readonly request: { readonly id: string } },
  ending: Ending,
): TurnEvent => {
  const { turn, ledger, request } = context
  const stood = asItStood(ledger)
  const told = { turn, id: request.id, finish: "complete", ...ending } as const
  return { type: "turn-end", end: { ...told, budget: ledger.budget, ...stood } }
}

/** Marks as spans from the arrival of the message; `total` is the mark `complete`. */
const marksOf = ({ marks }: Ledger) =>
  Object.entries(marks).map(([mark, endMs]) => ({
    stage: mark === "complete" ? "total" : mark,
    startMs: 0,
    endMs,
    outcome: "ok",
  }))

/** What an end tells of its ledger, whoever ends the turn, and however. */
export const asItStood = (ledger: Ledger): Pick<TurnEnd, "degraded" | "timeline"> => {
  ledger.mark("complete")
  return {
    degraded: [...ledger.degraded],
    timeline: [...ledger.timeline, ...marksOf(ledger)],
  }
}

export const cancelled = (request: { readonly id: string }, turn: string, ledger: Ledger) =>
  turnEnd({ request, turn, ledger }, { source: "model", finish: "cancelled" })

export const failed = (
  request: { readonly id: string },
  turn: string,
  ledger: Ledger,
  code: ErrorCode,
  message: string,
): TurnEvent => ({
  type: "turn-failed",
  failure: { turn, id: request.id, code, message, retryable: true, ...asItStood(ledger) },
})

const say = ({ emit, ledger }: TurnContext, text: string, products: ReadonlyArray<ProductCard>) => {
  if (products.length > 0) {
    ledger.mark("first-products")
    emit({ type: "products", products })
  }
  ledger.mark("first-token")
  emit({ type: "delta", text })
}

const savedBy = ({ usage }: CachedAnswer) => (usage === undefined ? {} : { savedUsage: usage })

export const answerFromCache = (
  context: TurnContext,
  { answer, ageMs, reason, source }: Extract<LookUpResult, { kind: "hit" }>,
): Finished => {
  context.emit({ type: "cache-hit", source, ageMs })
  say(context, answer.text, answer.products)
  const seconds = Math.round(ageMs / 1000)
  const { locale } = context.question
  const reasons = reasonsIn(locale)
  context.emit(
    turnEnd(context, {
      source,
      model: answer.model,
      reason: asSentence(`${reason}${reasons.answeredAgo(seconds)}`, locale),
      ...savedBy(answer),
      ...(answer.made === undefined ? {} : { made: answer.made }),
    }),
  )
  return { ...answer, finish: "complete", source }
}

/** By the sentences of the store's rules: nothing was looked up, nothing is kept. */
export const answerFromRules = (context: TurnContext, text: string): Finished => {
  const { locale } = context.question
  say(context, text, [])
  const reason = asSentence(reasonsIn(locale).saidByRules, locale)
  context.emit(turnEnd(context, { source: "store", reason }))
  return { finish: "complete", source: "store", text, products: [], series: [] }
}

/** Only what a model ended by its own will is complete; a reason that nobody here knows is not. */
const finishOf = (stopReason: string): TurnEnd["finish"] => {
  if (stopReason === "end_turn" || stopReason === "stop_sequence") return "complete"
  if (stopReason === "guardrail_intervened" || stopReason === "content_filtered") return "blocked"
  return stopReason === "refusal" ? "refused" : "max-tokens"
}

/** What a look-up found is shown in the place of what was shown before. */
const shownLast = (found: Found, retrieved: Retrieved): ReadonlyArray<Offer> =>
  found.offers.length > 0 ? found.offers : retrieved.offers

const recordedOf = (
  { question }: TurnContext,
  offers: ReadonlyArray<Offer>,
  { looked, series }: Found,
): Pick<Finished, "looks" | "products" | "series"> => ({
  products: offers.map(toCard),
  series: [...new Set([...seriesOf(question, offers), ...series])],
  ...(looked.length > 0 && { looks: looked.length }),
})

const lookedUp = ({ looked }: Found): Pick<TurnEnd, "looked"> =>
  looked.length > 0 ? { looked } : {}

/** Cards of the books that an answer names, where none were shown before: they close the turn. */
const closingCards = (
  context: TurnContext,
  { found, outcome }: Extract<Generated, { kind: "answer" }>,
  retrieved: Retrieved,
  catalogue: Catalogue,
  today: string,
): ReadonlyArray<Offer> => {
  const shown = shownLast(found, retrieved)
  if (shown.length > 0) return shown
  const named = offersNamed(outcome.text, retrieved, catalogue, today)
  if (named.length > 0) context.emit({ type: "products", products: named.map(toCard) })
  return named
}

export const answerFromModel = (
  context: TurnContext,
  generated: Exclude<Generated, { kind: "silent" }>,
  recalled: Extract<LookUpResult, { kind: "miss" }>,
  retrieved: Retrieved,
  { catalogue, today }: { readonly catalogue: Catalogue; readonly today: string },
): Finished => {
  const model = generated.model.name
  const offers =
    generated.kind === "answer"
      ? closingCards(context, generated, retrieved, catalogue, today)
      : shownLast(generated.found, retrieved)
  const shown = recordedOf(context, offers, generated.found)
  if (generated.kind === "broken") {
    const late = generated.error.reason === "gap-timeout"
    context.emit(
      failed(
        context.request,
        context.turn,
        context.ledger,
        late ? "timeout" : "truncated",
        "The answer was cut off; what was shown is not complete. Please ask again.",
      ),
    )
    const error = generated.error.reason
    return { ...shown, finish: "failed", source: undefined, text: generated.partial, model, error }
  }
  const { stopReason, usage, text } = generated.outcome
  const finish = finishOf(stopReason)
  if (finish === "max-tokens") context.ledger.degrade("max-tokens")
  const { locale } = context.question
  const reasons = reasonsIn(locale)
  const reason =
    finish !== "complete"
      ? reasons.endedByService(stopReason)
      : `${recalled.reason}${generated.own ? "" : reasons.shared}`
  const { callOf } = generated
  context.emit(
    turnEnd(context, {
      source: "model",
      finish,
      model,
      reason: asSentence(reason, locale),
      ...(usage === undefined ? {} : { usage }),
      ...(callOf === undefined ? {} : { callOf }),
      ...lookedUp(generated.found),
    }),
  )
  return { ...shown, finish, source: "model", text, model }
}

/** Those that are codes of their own: no model was asked. */
const namedReasons: ReadonlySet<string> = new Set([
  "over-budget",
  "model-budget",
  "customer-budget",
])

/** On the rung that `Generate` came to: the answer of before, the catalogue's own words, or an error. */
export const answerWithoutModel = (
  context: TurnContext,
  { found, reason, rung, said }: Omit<Extract<Generated, { kind: "silent" }>, "kind">,
  recalled: Extract<LookUpResult, { kind: "miss" }>,
  retrieved: Retrieved,
): Finished => {
  context.ledger.degrade(namedReasons.has(reason) ? reason : "model-unavailable")
  const { locale } = context.question
  const why = asSentence(reasonsIn(locale).silent(reason), locale)
  const offers = shownLast(found, retrieved)
  const products = offers.map(toCard)
  const { stale } = recalled
  if (rung === "stale" && stale !== undefined) {
    say(context, stale.text, products.length > 0 ? [] : stale.products)
    context.emit(
      turnEnd(context, { source: "stale", model: stale.model, reason: why, ...savedBy(stale) }),
    )
    return { ...stale, finish: "complete", source: "stale", error: reason }
  }
  const text =
    rung === "catalogue"
      ? catalogueAnswer(retrieved.shown ?? context.question, offers, retrieved.orders)
      : undefined
  const shown = { ...recordedOf(context, offers, found), error: reason }
  if (text !== undefined) {
    const goesOn = continued(said, text)
    say(context, goesOn, [])
    context.emit(turnEnd(context, { source: "catalogue", reason: why, ...lookedUp(found) }))
    return { ...shown, finish: "complete", source: "catalogue", text: said + goesOn }
  }
  const timedOut = reason === "first-token-timeout" || reason === "over-budget"
  context.emit(
    failed(
      context.request,
      context.turn,
      context.ledger,
      timedOut ? "timeout" : reason === "customer-budget" ? "rate-limited" : "model-unavailable",
      reason === "customer-budget"
        ? "You have asked as much as the assistant answers in an hour. Please try again later."
        : "The assistant cannot answer right now. Please try again in a moment.",
    ),
  )
  return { ...shown, finish: "failed", source: undefined, text: said }
}
