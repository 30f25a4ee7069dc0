/**
 * The call beside the first one of a turn (`Hedged.ts`): of the smaller model, whichever the first asks, with the same
 * prompt. For a hard question that is the model which the ladder would ask next, its first word comes in half the time,
 * and its capacity is another. For a simple one the larger model would speak too late to gain anything; that one call
 * of the smaller was slow says little of the next.
 *
 * It is asked where the first is silent for longer than the 95th percentile of its kind that this process has observed,
 * where the time left affords it, and where the budgets do. Nobody tells what the call that was reset has cost: budgets
 * count it as all it reserved, and the answer's usage is that of the call that was heard.
 */
import { BedrockChat } from "@manga-assist/connections"
import type { Ledger, StageLatencies } from "@manga-assist/latency-budget"
import { Effect } from "effect"
import { answerRequest } from "../answers/ComposeAnswer.ts"
import { mayAsk } from "../budget/BudgetedModel.ts"
import { type Guardrail, type Model, Models } from "../model/Models.ts"
import { placeCachePoints, type Prompt } from "../model/PromptCache.ts"
import { besideMs, firstTokenStage, type PromptSize } from "../model/TurnLadder.ts"
import { type Converse, hedged } from "./Hedged.ts"
import { HedgedCalls } from "./HedgedCalls.ts"

interface FirstCall {
  readonly turn: string
  readonly model: Model
  readonly size: PromptSize
  readonly prompt: Prompt
  readonly guardrail: Guardrail | undefined
  readonly gapMs: number
  readonly ledger: Ledger
  readonly latencies: StageLatencies
}

const percentile = 0.95

/** `undefined`: switched off, or too little is known of such calls. */
export const besideCall = Effect.fnUntraced(function* (first: FirstCall) {
  const hedges = yield* HedgedCalls
  const { gapMs, guardrail, latencies, ledger, prompt, size, turn } = first
  const afterMs = hedges.isOn
    ? latencies.percentile(firstTokenStage(first.model.tier, size), percentile)
    : undefined
  if (afterMs === undefined) return undefined
  const chat = yield* BedrockChat
  const { simple: model } = yield* Models
  let settle: ((isWon: boolean) => void) | undefined
  let endStage: ((outcome: string) => void) | undefined
  let isHeard = false
  /** When it is given up, while it runs. */
  let untilMs = 0

  const end = (outcome: string) => {
    untilMs = 0
    settle?.(outcome === "ok")
    settle = undefined
    endStage?.(outcome)
  }
  const beside = Effect.gen(function* () {
    const firstEventMs = besideMs(size, ledger.remainingMs, latencies)
    if (firstEventMs === undefined || (yield* mayAsk(model, prompt)) !== undefined) return undefined
    settle = hedges.begin()
    if (settle === undefined) return undefined
    endStage = ledger.begin("hedge")
    const askedAt = ledger.elapsedMs
    untilMs = askedAt + firstEventMs
    const placed = placeCachePoints(prompt, model.name)
    const request = answerRequest(model, placed, guardrail, { firstEventMs, gapMs }, turn)
    const converse: Converse = (_, listener) =>
      Effect.tapError(chat.converse(request, listener), ({ reason }) =>
        Effect.sync(() => end(reason)),
      )
    return converse
  })
  const call = hedged(chat.converse, {
    afterMs,
    beside,
    onSpeaker: (speaker) => {
      isHeard = speaker === "beside"
      end(isHeard ? "ok" : "outrun")
    },
  })
  const converse: Converse = (request, listener) =>
    Effect.ensuring(
      call(request, listener),
      Effect.sync(() => {
        if (endStage === undefined) hedges.alone()
        else end("cancelled")
      }),
    )
  return {
    model,
    converse,
    isAsked: () => endStage !== undefined,
    /** It spoke first: what is said is its model's. */
    isHeard: () => isHeard,
    /** How much longer it is waited for, where it runs and nobody has spoken. */
    moreMs: () => Math.max(0, Math.ceil(untilMs - ledger.elapsedMs)),
  }
})
