/**
 * Asks a model twice whether two questions are the same, with the order swapped; yes only if both answers are yes.
 *
 * Tokens are reserved before each call from the judge's own hourly cap. If the model refuses, the cap is reached, its
 * store fails, or customers need the model, the verdict is `stopped`, and the caller asks about no more pairs in this
 * pass of alias learning. An unreadable or late answer is a no.
 */
import { Models } from "@manga-assist/assistant"
import { BedrockChat } from "@manga-assist/connections"
import { Effect } from "effect"
import type { CustomerPriority } from "../spending/CustomerPriority.ts"
import { refusals } from "../spending/ModelPause.ts"
import { Purchases, tokensOf } from "../spending/Purchases.ts"
import type { TokenBudget } from "../spending/TokenBudget.ts"
import { judgeQuestion, judgeSystem, type Opinion, opinionOf, type Pair } from "./JudgePrompt.ts"

export type Verdict =
  | { readonly kind: "same" }
  /** `disagrees`: yes in one order, no in the other. */
  | { readonly kind: "different" | "disagrees" | "unreadable" | "late" }
  /** Nothing more in this run. */
  | {
      readonly kind: "stopped"
      readonly by: "token-cap" | "customers-first" | "model-refused" | "store"
    }

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

type Answer = Opinion | "late" | Extract<Verdict, { kind: "stopped" }>["by"]

const ask = Effect.fnUntraced(function* (
  pair: Pair,
  { budget, cap, priority }: JudgeUse,
): Effect.fn.Return<Answer, never, BedrockChat | Models | Purchases> {
  const chat = yield* BedrockChat
  const { simple } = yield* Models
  const purchases = yield* Purchases
  if (!(yield* priority.go)) return "customers-first"
  const question = judgeQuestion(pair)
  const reserved = yield* Effect.result(budget.reserve(reservedFor(question), cap))
  if (reserved._tag === "Failure") return "store"
  const reservation = reserved.success
  if (reservation === undefined) return "token-cap"
  const settle = (spent: number) => Effect.ignore(budget.settle(reservation, spent))
  return yield* chat
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
    .pipe(
      Effect.flatMap(({ stopReason, text, usage }) =>
        Effect.gen(function* () {
          if (usage !== undefined) {
            yield* settle(tokensOf(usage))
            yield* purchases.add(simple.name, usage)
          }
          return stopReason === "end_turn" ? opinionOf(text) : "unreadable"
        }),
      ),
      Effect.catch((error): Effect.Effect<Answer> => {
        // Here that may be the answer's own fault.
        if (error.reason === "first-token-timeout") return Effect.succeed("late")
        if (refusals.has(error.reason)) return Effect.as(settle(0), "model-refused")
        return Effect.succeed("unreadable")
      }),
    )
})

const isOpinion = (answer: Answer): answer is Opinion | "late" =>
  answer === "same" || answer === "different" || answer === "unreadable" || answer === "late"

export const judge = Effect.fnUntraced(function* (
  pair: Pair,
  use: JudgeUse,
): Effect.fn.Return<Verdict, never, BedrockChat | Models | Purchases> {
  const first = yield* ask(pair, use)
  if (!isOpinion(first)) return { kind: "stopped", by: first }
  // A no is enough: the second question would be paid for nothing.
  if (first !== "same") return { kind: first }
  const second = yield* ask({ ...pair, first: pair.second, second: pair.first }, use)
  if (!isOpinion(second)) return { kind: "stopped", by: second }
  return { kind: second === "different" ? "disagrees" : second }
})
