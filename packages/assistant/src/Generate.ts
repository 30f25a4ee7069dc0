/**
 * Generate: the first model that speaks in time, then what can be said without one.
 *
 * Up to the first token every failure is covered: the other model, then a stale answer, then the
 * catalogue's own words, all inside the budget. After the first token a failure is the turn's.
 */
import { Effect } from "effect"
import {
  BedrockChat,
  type BedrockError,
  type ConverseOutcome,
  type ConverseRequest,
} from "@manga-assist/connections"
import type { Ledger } from "@manga-assist/latency-budget"
import { chooseModels, type Model, Models } from "./Models.ts"
import type { Question } from "./Question.ts"
import type { TurnEvent } from "./TurnEvent.ts"

export type Generated =
  | { readonly kind: "answer"; readonly model: Model; readonly outcome: ConverseOutcome }
  /** No model spoke in time; nothing was said yet. */
  | { readonly kind: "silent"; readonly error: BedrockError }
  /** The stream broke after text had left. */
  | {
      readonly kind: "broken"
      readonly error: BedrockError
      readonly model: Model
      readonly partial: string
    }

export interface GenerateInput {
  readonly question: Question
  readonly prompt: Pick<ConverseRequest, "system" | "messages">
  readonly ledger: Ledger
  readonly emit: (event: TurnEvent) => void
}

/** Share of what is left that the first model may use before its first token; the rest is the fallback's. */
const firstShare = 0.62
/** Kept back for saying something without a model before the budget is over. */
const reserveMs = 60
/** Longest silence between two events of a running stream. */
const gapMs = 3_000
/** Warm and exact: this is a shop. Low, so that the same question reads the same. */
const temperature = 0.2

export const generate = Effect.fnUntraced(function* (
  input: GenerateInput,
): Effect.fn.Return<Generated, never, BedrockChat | Models> {
  const chat = yield* BedrockChat
  const models = yield* Models
  const { ledger, emit } = input
  const candidates = chooseModels(models, input.question, ledger.remainingMs)
  let lastError: BedrockError | undefined
  for (const [index, model] of candidates.entries()) {
    const left = ledger.remainingMs - reserveMs
    const firstEventMs = Math.floor(index === 0 ? left * firstShare : left)
    if (firstEventMs < 1 && lastError !== undefined) break
    if (index > 0) ledger.degrade("model-fallback")
    const attempt = index + 1
    emit({ type: "model-start", model: model.id, attempt })
    const end = ledger.begin(attempt === 1 ? "first-token" : `first-token-${attempt}`)
    const startedAt = ledger.elapsedMs
    let text = ""
    const onText = (delta: string) => {
      if (text === "") {
        end("ok")
        ledger.markFirstContent()
        emit({ type: "first-token", model: model.id, afterMs: ledger.elapsedMs - startedAt })
      }
      text += delta
      emit({ type: "delta", text: delta })
    }
    const result = yield* chat
      .converse(
        {
          modelId: model.id,
          ...input.prompt,
          inferenceConfig: { maxTokens: model.maxTokens, temperature },
          ...(models.guardrail === undefined ? {} : { guardrail: models.guardrail }),
          firstEventMs: Math.max(1, firstEventMs),
          gapMs,
        },
        { onText },
      )
      .pipe(
        Effect.result,
        Effect.onInterrupt(() =>
          Effect.sync(() => {
            end("cancelled")
          }),
        ),
      )
    if (result._tag === "Success") {
      end("ok")
      return { kind: "answer", model, outcome: result.success }
    }
    end(result.failure.reason)
    if (text !== "") return { kind: "broken", error: result.failure, model, partial: text }
    lastError = result.failure
    // A prompt that one model refuses as invalid, the other refuses as well.
    if (result.failure.reason === "validation") break
  }
  return lastError === undefined
    ? yield* Effect.die(new Error("generate ended without an attempt"))
    : { kind: "silent", error: lastError }
})
