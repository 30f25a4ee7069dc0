/**
 * The record step: offers a finished turn to the sinks, adds it to the conversation, and starts what the next message
 * may need: the records of the series that were spoken of, a summary of turns that the next prompt will drop.
 *
 * Synchronous: `offer` never waits or throws. `ComposeAnswer.ts` decides what is cached for others.
 */
import { maskSecrets } from "@manga-assist/async-sinks"
import { Clock, Effect } from "effect"
import { LRUCache } from "lru-cache"
import { textOf } from "../reading/CustomerWords.ts"
import { appendTurn, nextAt, nextSeq } from "../conversation/Conversation.ts"
import { CustomerContext } from "../context/CustomerContext.ts"
import { SeriesRecords } from "../facts/SeriesRecords.ts"
import { QuestionCounts } from "../answers/demand/QuestionCounts.ts"
import { Summaries } from "../context/Summaries.ts"
import type { Finished, TurnContext } from "./TurnEnding.ts"
import type { TurnEvent } from "./TurnEvent.ts"
import { TurnSinks } from "../record/TurnSinks.ts"

/**
 * Ends the turn by `end` and records it; never throws, never waits. The last event leaves when it is known whether
 * the turn could be recorded, and says so where it could not.
 */
export type Record = (context: TurnContext, end: (context: TurnContext) => Finished) => Finished

const notRecorded = "not-recorded"

/** The event with the code that nobody has recorded the turn. */
const marked = (last: TurnEvent): TurnEvent =>
  last.type === "turn-end"
    ? { ...last, end: { ...last.end, degraded: [...last.end.degraded, notRecorded] } }
    : last

export const makeRecord = Effect.gen(function* () {
  const sinks = yield* TurnSinks
  const customers = yield* CustomerContext
  const summaries = yield* Summaries
  const demand = yield* QuestionCounts
  const records = yield* SeriesRecords
  const clock = yield* Clock.Clock
  // Answers from the cache come again and again.
  const masked = new LRUCache<string, string>({ max: 1_000, memoMethod: maskSecrets })
  /** False where a record that must be kept was refused. */
  const offer = (context: TurnContext, finished: Finished): boolean => {
    let isRecorded = true
    const at = clock.currentTimeMillisUnsafe()
    const { request, question, ledger } = context
    const id = context.turn
    const { text, source, finish, model, error } = finished
    const who = request.user === undefined ? {} : { user: request.user }
    if ((finish === "complete" || finish === "max-tokens") && text !== "") {
      // No later answer needs what was a secret in an earlier question.
      const turn = {
        turn: id,
        question: maskSecrets(textOf(question.words)),
        answer: masked.memo(text),
        series: finished.series.slice(0, 10),
        products: finished.products.map((card) => card.id),
        at: nextAt(context.conversation, at),
        seq: nextSeq(context.conversation),
      }
      customers.remember(request.session, request.user, turn)
      records.ahead(turn.series)
      isRecorded = sinks.session.offer({ id, session: request.session, ...who, turn })
      // A session that the cache answers needs no prompt: what the model never reads is not summarized for it,
      // nor is what the client tells itself.
      if (source === "model" && request.before === undefined) {
        summaries.offer(request.session, request.user, appendTurn(context.conversation, turn))
      }
    }
    demand.observe({
      session: request.session,
      question,
      source,
      firstContentMs: ledger.budget.usedMs,
    })
    const isAudited = sinks.audit.offer({
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
    isRecorded &&= isAudited
    if (!isRecorded) ledger.degrade(notRecorded)
    sinks.analytics.offer({
      id,
      at,
      ...who,
      intent: question.intent,
      locale: question.locale,
      finish,
      ...(source === undefined ? {} : { source }),
      ...(model === undefined ? {} : { model }),
      ...(finished.looks === undefined ? {} : { looks: finished.looks }),
      degraded: ledger.degraded,
      firstContentMs: ledger.budget.usedMs,
      totalMs: ledger.elapsedMs,
    })
    return isRecorded
  }
  const record: Record = (context, end) => {
    let last: TurnEvent | undefined
    const emit = (event: TurnEvent) => {
      if (event.type === "turn-end") last = event
      else context.emit(event)
    }
    const finished = end({ ...context, emit })
    const isRecorded = offer(context, finished)
    if (last !== undefined) context.emit(isRecorded ? last : marked(last))
    return finished
  }
  return record
})
