/**
 * Asks the smaller model one question of the learning. Tokens are reserved before each call from the learning's own
 * hourly cap. Where the model refuses or is late, the cap is reached, its store fails or customers need the model, it
 * fails as `Stopped`: nothing more is asked in this pass. What broke off is an empty reply.
 */
import { Models } from "@manga-assist/assistant"
import { BedrockChat } from "@manga-assist/connections"
import { Data, Effect } from "effect"
import type { CustomerPriority } from "../spending/CustomerPriority.ts"
import { refusals } from "../spending/ModelPause.ts"
import type { TokenBudget } from "../spending/TokenBudget.ts"

/** The pass ends here; the rest waits for the next. */
export class Stopped extends Data.TaggedError("Stopped")<{
  readonly by:
    | ("embedding" | "model-refused" | "store")
    | ("customers-first" | "lead-lost" | "off" | "token-cap")
  /** The failure behind it, in its own words; otherwise it only waits for its turn. */
  readonly why?: string
}> {}

export const stoppedBy = (by: Stopped["by"]) => (error: Error) =>
  new Stopped({ by, why: error.message })

/** Tokens an hour at most, of whose budget, and who goes first. */
export interface ModelUse {
  readonly budget: TokenBudget["Service"]
  readonly priority: CustomerPriority
  readonly cap: number
}

/** A short answer off the path; far above a small model's usual second. */
const limits = {
  inferenceConfig: { maxTokens: 8, temperature: 0 },
  firstEventMs: 10_000,
  gapMs: 5_000,
}

/** What a call may cost at most: a token for two characters is more than either language needs. */
const reservedFor = (text: string): number =>
  Math.ceil(text.length / 2) + limits.inferenceConfig.maxTokens

export const askModel = Effect.fnUntraced(function* (
  system: string,
  question: string,
  { budget, cap, priority }: ModelUse,
): Effect.fn.Return<string, Stopped, BedrockChat | Models> {
  const chat = yield* BedrockChat
  const { id: modelId, name } = (yield* Models).simple
  if (!(yield* priority.go)) return yield* new Stopped({ by: "customers-first" })
  const reservation = yield* budget
    .reserve(reservedFor(system + question), cap)
    .pipe(Effect.mapError(stoppedBy("store")))
  if (reservation === undefined) return yield* new Stopped({ by: "token-cap" })
  const messages = [{ role: "user" as const, content: [{ text: question }] }]
  const answered = yield* chat
    .converse(
      { modelId, system: [{ text: system }], messages, ...limits },
      { onText: () => undefined },
    )
    .pipe(Effect.result)
  if (answered._tag === "Failure") {
    const { message, reason } = answered.failure
    if (!refusals.has(reason)) return ""
    // What a late answer cost is not known.
    if (reason !== "first-token-timeout") yield* budget.release(reservation)
    return yield* new Stopped({ by: "model-refused", why: message })
  }
  const { stopReason, text, usage } = answered.success
  if (usage !== undefined) yield* budget.buy(reservation, name, usage)
  return stopReason === "end_turn" ? text : ""
})
