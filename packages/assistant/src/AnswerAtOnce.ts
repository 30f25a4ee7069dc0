/**
 * A turn that is over before anybody could wait for it: an answer that is in this process and still true, to
 * a question that stands alone. The steps and their order are those of `Turn.ts`, without fiber, timer or await.
 */
import { Effect } from "effect"
import { AliasBook } from "@manga-assist/caching"
import { admit } from "./Admit.ts"
import { CustomerContext } from "./CustomerContext.ts"
import { HitChecks } from "./HitChecks.ts"
import { makeRecallNear, mayServe } from "./Recall.ts"
import type { Record } from "./Record.ts"
import { Summaries } from "./Summaries.ts"
import type { TurnRequest } from "./Turn.ts"
import { answerFromCache } from "./TurnEnding.ts"
import type { TurnEvent } from "./TurnEvent.ts"

export interface AtOnceOptions {
  readonly totalMs: number
  readonly now: () => number
  readonly record: Record
}

/** Emits and records the whole turn and says `true`; or says `false` and has done neither. */
export const makeAnswerAtOnce = Effect.fnUntraced(function* ({
  now,
  record,
  totalMs,
}: AtOnceOptions) {
  const aliases = yield* AliasBook
  const context = yield* CustomerContext
  const summaries = yield* Summaries
  const checks = yield* HitChecks
  const recallNear = yield* makeRecallNear
  return (request: TurnRequest, emit: (event: TurnEvent) => void): boolean => {
    const { ledger, question, turn } = admit(request, totalMs, now)
    // What leans on earlier turns is another question once they are known.
    if (!question.selfContained) return false
    // As in `Turn.ts`, where both are under way together.
    const endContext = ledger.begin("prefetch")
    const endRecall = ledger.begin("recall")
    const hit = recallNear(question)
    if (hit === undefined) return false
    endRecall(hit.source)
    const { session, user } = request
    const known = context.takeNow(session, user)
    if (known === undefined) return false
    endContext(known.outcome)
    const conversation = summaries.join(session, user, known.conversation)
    if (!mayServe(question, conversation, hit)) return false
    if (known.broken) ledger.degrade("prefetch-late")
    const { alias, answer, source } = hit
    if (alias !== undefined) aliases.report(alias, "used")
    if (source !== "exact") checks.observe({ question, answer, layer: source, alias })
    emit({ type: "turn-start", turn, id: request.id })
    const turnContext = { request, turn, question, conversation, ledger, emit }
    record(turnContext, answerFromCache(turnContext, hit))
    return true
  }
})
