/**
 * Asks a model twice whether two questions are the same, with the order swapped; yes only if both answers are yes.
 *
 * Tokens are reserved before each call from the judge's own hourly cap. If the model refuses, the cap is reached, its
 * store fails, or customers need the model, it fails as `Stopped`, and the caller asks about no more pairs in this pass
 * of alias learning. An unreadable or late answer is a no.
 */
import { Models } from "@manga-assist/assistant"
import { BedrockChat } from "@manga-assist/connections"
import { Effect } from "effect"
import type { CustomerPriority } from "../spending/CustomerPriority.ts"
import { refusals } from "../spending/ModelPause.ts"
import type { TokenBudget } from "../spending/TokenBudget.ts"
import { judgeQuestion, judgeSystem, opinionOf, type Pair } from "./JudgePrompt.ts"
import { Stopped, stoppedBy, type Verdict } from "./LearningTally.ts"

export interface JudgeUse {
  readonly budget: TokenBudget["Service"]
  readonly priority: CustomerPriority
  /** Tokens an hour for judging. */
  readonly cap: number
}

const answerTokens = 8
/** A short answer off the path; far above a small model's usual second. */
const firstEventMs = 10_000
const gapMs = 5_000

/** What a call may cost at most: a token for two characters is more than either language needs. */
const reservedFor = (question: string): number =>
  Math.ceil((judgeSystem.length + question.length) / 2) + answerTokens

type Asking = Effect.fn.Return<Verdict, Stopped, BedrockChat | Models>

const ask = Effect.fnUntraced(function* (pair: Pair, { budget, cap, priority }: JudgeUse): Asking {
  const chat = yield* BedrockChat
  const { simple } = yield* Models
  if (!(yield* priority.go)) return yield* new Stopped({ by: "customers-first" })
  const question = judgeQuestion(pair)
  const reservation = yield* Effect.mapError(
    budget.reserve(reservedFor(question), cap),
    stoppedBy("store"),
  )
  if (reservation === undefined) return yield* new Stopped({ by: "token-cap" })
  const answered = yield* chat
    .converse(
      {
        modelId: simple.id,
        system: [{ text: judgeSystem }],
        messages: [{ role: "user", content: [{ text: question }] }],
        inferenceConfig: { maxTokens: answerTokens, temperature: 0 },
        firstEventMs,
        gapMs,
      },
      { onText: () => undefined },
    )
    .pipe(Effect.result)
  if (answered._tag === "Failure") {
    const { reason } = answered.failure
    // Here that may be the answer's own fault.
    if (reason === "first-token-timeout") return "late"
    if (!refusals.has(reason)) return "unreadable"
    yield* budget.release(reservation)
    return yield* new Stopped({ by: "model-refused" })
  }
  const { stopReason, text, usage } = answered.success
  if (usage !== undefined) yield* budget.buy(reservation, simple.name, usage)
  return stopReason === "end_turn" ? opinionOf(text) : "unreadable"
})

export const judge = Effect.fnUntraced(function* (pair: Pair, use: JudgeUse): Asking {
  const first = yield* ask(pair, use)
  // A no is enough: the second question would be paid for nothing.
  if (first !== "same") return first
  const second = yield* ask({ ...pair, first: pair.second, second: pair.first }, use)
  return second === "different" ? "disagrees" : second
})
