/**
 * The generate step of a turn: calls the best model with the best prompt that the time left affords, else answers
 * without a model.
 *
 * `TurnLadder.ts` lists these fallbacks in order. Before the first token, a failed call falls back to the next that fits
 * the budget; after it, a failure ends the turn with what was said so far. Turns that send the same prompt without
 * customer data at the same time share one call; each of them keeps its own budget and fallbacks.
 */
import { Effect } from "effect"
import { BedrockChat, type BedrockError, type ConverseOutcome } from "@manga-assist/connections"
import { decide, type Ledger, type StageLatencies } from "@manga-assist/latency-budget"
import { answerRequest } from "../answers/ComposeAnswer.ts"
import { type Model, Models } from "../model/Models.ts"
import { placeCachePoints, type Prompt, promptCacheOutcome } from "../model/PromptCache.ts"
import type { Question } from "../reading/Question.ts"
import { SharedModelCalls } from "../model/SharedModelCalls.ts"
import type { TurnEvent } from "./TurnEvent.ts"
import {
  firstTokenStage,
  isModelRung,
  type ModelRung,
  type PromptSize,
  turnLadders,
  type WordsRung,
} from "../model/TurnLadder.ts"

export type Generated =
  | {
      readonly kind: "answer"
      readonly model: Model
      readonly outcome: ConverseOutcome
      /** False when another's call of the model gave it: the tokens are spent there. */
      readonly own: boolean
    }
  /** No model spoke in time; nothing was said yet. `over-budget`: none was asked. */
  | {
      readonly kind: "silent"
      readonly rung: WordsRung
      readonly reason: BedrockError["reason"] | "over-budget" | "empty-answer"
    }
  /** The stream broke after text had left. */
  | {
      readonly kind: "broken"
      readonly error: BedrockError
      readonly model: Model
      readonly partial: string
    }

export interface ShareModelCall {
  /** What it returns is called at most once, also when the turn is over by then; must not throw. */
  readonly keep: (model: Model) => (outcome: ConverseOutcome) => void
}

export interface GenerateInput {
  readonly question: Question
  readonly prompt: (size: PromptSize) => Prompt
  readonly ledger: Ledger
  readonly latencies: StageLatencies
  /** What could be said without a model. */
  readonly canSay: (rung: "stale" | "catalogue") => boolean
  /**
   * Given only where no prompt holds anything of a customer: the call is shared with all who ask the same
   * now. `keep` makes ready, before the call, what is done with its outcome, by the one who makes it.
   */
  readonly share: ShareModelCall | undefined
  readonly emit: (event: TurnEvent) => void
}

/** Longest wait for a first token whatever the budget: ten times what a slow one takes. */
const longestFirstTokenMs = 10_000
/** Longest silence between two events of a running stream. */
const gapMs = 3_000

const partsOf = (rung: ModelRung): { readonly tier: Model["tier"]; readonly size: PromptSize } => ({
  tier: rung.startsWith("complex") ? "complex" : "simple",
  size: rung.endsWith("full") ? "full" : "small",
})

/** One call of one model; ends its stage whatever happens. */
const attempt = Effect.fnUntraced(function* (
  input: GenerateInput,
  model: Model,
  size: PromptSize,
  firstEventMs: number,
  number: number,
) {
  const chat = yield* BedrockChat
  const calls = yield* SharedModelCalls
  const { guardrail } = yield* Models
  const { emit, latencies, ledger, share } = input
  emit({ type: "model-start", model: model.id, attempt: number })
  const end = ledger.begin(number === 1 ? "model" : `model-${number}`)
  const startedAt = ledger.elapsedMs
  let calledAt = share === undefined ? startedAt : undefined
  // Until it is known who makes the call; who follows another's is told nothing before its text.
  const endClaim =
    share === undefined ? undefined : ledger.begin(number === 1 ? "claim" : `claim-${number}`)
  const stage = firstTokenStage(model.tier, size)
  let text = ""
  const onText = (delta: string) => {
    if (text === "") {
      end("ok")
      endClaim?.("followed")
      ledger.mark("first-token")
      const now = ledger.elapsedMs
      // Who joined a call that was under way did not see how long the model takes.
      if (calledAt !== undefined) latencies.observe(stage, now - calledAt)
      emit({ type: "first-token", model: model.id, afterMs: now - startedAt })
    }
    text += delta
    emit({ type: "delta", text: delta })
  }
  const prompt = placeCachePoints(input.prompt(size), model.id)
  const request = answerRequest(model, prompt, guardrail, { firstEventMs, gapMs })
  const call =
    share === undefined
      ? Effect.map(chat.converse(request, { onText }), (outcome) => ({ outcome, leader: true }))
      : calls.converse(request, {
          onText,
          onLead: () => {
            endClaim?.("ok")
            calledAt = ledger.elapsedMs
          },
          onOutcome: share.keep(model),
        })
  const result = yield* call.pipe(
    Effect.result,
    Effect.onInterrupt(() =>
      Effect.sync(() => {
        endClaim?.("cancelled")
        end("cancelled")
      }),
    ),
  )
  endClaim?.(result._tag === "Success" ? "followed" : result.failure.reason)
  if (result._tag === "Success") {
    end(result.success.outcome.text === "" ? "empty" : "ok")
    const { usage } = result.success.outcome
    if (usage !== undefined) {
      emit({ type: "prompt-usage", model: model.id, ...promptCacheOutcome(prompt, usage) })
    }
  } else {
    end(result.failure.reason)
    // It took at least that long.
    if (result.failure.reason === "first-token-timeout") latencies.observe(stage, firstEventMs)
  }
  return { result, text }
})

/** The guardrail's silence is its answer; a model's is none. */
const isBlocked = ({ stopReason }: ConverseOutcome) =>
  stopReason === "guardrail_intervened" || stopReason === "content_filtered"

export const generate = Effect.fnUntraced(function* (
  input: GenerateInput,
): Effect.fn.Return<Generated, never, BedrockChat | Models | SharedModelCalls> {
  const models = yield* Models
  const { canSay, latencies, ledger, question } = input
  const down = new Set<Model["tier"]>()
  let reason: Extract<Generated, { kind: "silent" }>["reason"] = "over-budget"
  for (let number = 1; ; number += 1) {
    const { allowedMs, rung } = decide(turnLadders[question.difficulty], {
      remainingMs: ledger.remainingMs,
      observed: latencies,
      available: (name) =>
        isModelRung(name) ? !down.has(partsOf(name).tier) : name === "error" || canSay(name),
    })
    for (const code of rung.codes) ledger.degrade(code)
    if (!isModelRung(rung.name)) return { kind: "silent", rung: rung.name, reason }
    const { size, tier } = partsOf(rung.name)
    const model = models[tier]
    const firstEventMs = Math.max(1, Math.min(longestFirstTokenMs, Math.floor(allowedMs)))
    const { result, text } = yield* attempt(input, model, size, firstEventMs, number)
    if (result._tag === "Success") {
      const { leader: own, outcome } = result.success
      if (outcome.text !== "" || isBlocked(outcome)) return { kind: "answer", model, outcome, own }
      reason = "empty-answer"
    } else {
      if (text !== "") return { kind: "broken", error: result.failure, model, partial: text }
      reason = result.failure.reason
    }
    down.add(tier)
    // A prompt that one model refuses as invalid, the other refuses as well.
    if (reason === "validation") down.add(tier === "complex" ? "simple" : "complex")
  }
})
