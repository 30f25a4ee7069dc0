/**
 * Record: offers a finished turn to the sinks, remembers it for the next message, and has the turns that
 * the next prompt will cut summarized.
 *
 * Synchronous: `offer` never waits and never throws. What is kept for others is `ComposeAnswer.ts`'s to say.
 */
import { Clock, Effect } from "effect"
import { textOf } from "./CustomerWords.ts"
import { appendTurn, nextSeq } from "./Conversation.ts"
import { CustomerContext } from "./CustomerContext.ts"
import { DemandCounts } from "./DemandCounts.ts"
import { Summaries } from "./Summaries.ts"
import type { Finished, TurnContext } from "./TurnEnding.ts"
import { TurnSinks } from "./TurnSinks.ts"

/** Never throws, never waits. */
export type Record = (context: TurnContext, finished: Finished) => void

export const makeRecord = Effect.gen(function* () {
  const sinks = yield* TurnSinks
  const customers = yield* CustomerContext
  const summaries = yield* Summaries
  const demand = yield* DemandCounts
  const clock = yield* Clock.Clock
  const record: Record = (context, finished) => {
    const at = clock.currentTimeMillisUnsafe()
    const { request, question, ledger } = context
    const id = context.turn
    const { text, source, finish, model, error } = finished
    const who = request.user === undefined ? {} : { user: request.user }
    if ((finish === "complete" || finish === "max-tokens") && text !== "") {
      const turn = {
        turn: id,
        question: textOf(question.words),
        answer: text,
        series: finished.series.slice(0, 10),
        products: finished.products.map((card) => card.id),
        at,
        seq: nextSeq(context.conversation),
      }
      customers.remember(request.session, request.user, turn)
      sinks.session.offer({ id, session: request.session, ...who, turn })
      // A session that the cache answers needs no prompt: what the model never reads is not summarized for it.
      if (source === "model") {
        summaries.offer(request.session, request.user, appendTurn(context.conversation, turn))
      }
    }
    demand.observe({
      session: request.session,
      question,
      source,
      firstContentMs: ledger.budget.usedMs,
    })
    sinks.analytics.offer({
      id,
      at,
      ...who,
      intent: question.intent,
      locale: question.locale,
      finish,
      ...(source === undefined ? {} : { source }),
      ...(model === undefined ? {} : { model }),
      degraded: ledger.degraded,
      firstContentMs: ledger.budget.usedMs,
      totalMs: ledger.elapsedMs,
    })
    sinks.audit.offer({
      id,
      at,
      session: request.session,
      ...who,
      question: textOf(question.words),
      answer: text,
      finish,
      ...(source === undefined ? {} : { source }),
      ...(error === undefined ? {} : { error }),
    })
  }
  return record
})
