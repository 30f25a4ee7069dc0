/**
 * What is kept of a model's answer for all who ask the same later: a complete, unblocked answer of the
 * model that the question is for, written with everything that belongs to it; and what it depends on, so that
 * it is not kept when that was changed while the model was writing.
 *
 * It is made ready before the model is called, so that an answer is kept for those who follow it also when
 * the turn that called the model is over.
 */
import { normalizeQuestion } from "@manga-assist/caching"
import type { ConverseOutcome } from "@manga-assist/connections"
import { boundTo, figureOf } from "./CachedAnswer.ts"
import type { Place } from "./CachePlace.ts"
import type { Model } from "./Models.ts"
import { type Offer, toCard } from "./Offer.ts"
import type { Basis } from "./Retrieve.ts"
import { seriesOf, type TurnContext } from "./TurnEnding.ts"
import type { TurnSinks } from "./TurnSinks.ts"

/** Ends by the model's own will; `max_tokens` is complete for the reader, but not worth keeping. */
const ownEnd = new Set(["end_turn", "stop_sequence"])

interface Keeping {
  readonly place: Place
  readonly model: Model
  /** ISO date. */
  readonly today: string
  /** What the answer is written from. */
  readonly offers: ReadonlyArray<Offer>
  readonly basis: Basis
  readonly answers: TurnSinks["Service"]["answers"]
}

/** Call it when the model is about to be called; what it returns offers the outcome to the sink. */
export const keepAnswer = (
  context: TurnContext,
  { answers, basis, model, offers, place, today }: Keeping,
): ((outcome: ConverseOutcome) => void) => {
  const { ledger, question, turn } = context
  // An answer for everybody is written without what prefetch brings. Whatever else was left out, or stood in for
  // lack of time, is not what the place is for.
  const whole = ledger.degraded.every((code) => code === "prefetch-late")
  const { dated, since, tags } = basis
  return ({ stopReason, text }) => {
    if (!whole || !ownEnd.has(stopReason) || text === "" || since === undefined) return
    const products = offers.map(toCard)
    const figures = offers.map(({ price, product, stock }) =>
      figureOf({ ...product, price, stock }, today),
    )
    answers.offer({
      id: turn,
      key: place.key,
      answer: {
        text,
        products,
        model: model.id,
        origin: "exact",
        words: normalizeQuestion(question.text),
        figures,
        series: seriesOf(context, products),
        ...boundTo(today, dated, figures),
      },
      freshForMs: place.policy.freshForMs,
      staleForMs: place.policy.staleForMs,
      tags: { names: tags, since },
    })
  }
}
