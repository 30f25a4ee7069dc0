/**
 * Wraps the model for the renewal of one precomputed entry, to bound what it costs. A prompt whose answer
 * `KnownAnswers` has stored for this entry is not sent; nor is one whose last answer failed or was unusable (blocked,
 * cut or broken), until its back-off of 30 s to an hour is over. Any other first gives way to customers
 * (`CustomerPriority`); its tokens are reserved at their maximum before the call and corrected after it.
 *
 * After the model refused, the worker pauses; then one prompt is sent first and the others wait for its outcome.
 * `charge` is filled with what became of the call and its tokens. The cost of an answer that broke off is unknown, so
 * its reservation stands.
 */
import { BedrockChat, BedrockError, monotonicNow } from "@manga-assist/connections"
import { Effect, Random, type Semaphore } from "effect"
import { hash } from "node:crypto"
import type { CustomerPriority } from "../spending/CustomerPriority.ts"
import type { FailedAsks } from "../spending/FailedAsks.ts"
import type { KnownAnswers } from "./KnownAnswers.ts"
import { type ModelPause, refusals } from "../spending/ModelPause.ts"
import type { PrecomputeError } from "../PrecomputeError.ts"
import type { Due } from "../questions/RefreshList.ts"
import type { TokenBudget } from "../spending/TokenBudget.ts"

/** Why an entry was not answered, though others may be. */
export type Refusal =
  | "customers-first"
  | "token-cap"
  | "model-paused"
  | "model-refused"
  | "failed-before"

export interface Charge {
  /** `none`: the model was not needed, or not reached for another reason. */
  what: "none" | "unchanged" | "bought" | "store" | Refusal
  /** Spent, as far as it is known. */
  tokens: number
  /** The model's own words, where it refused. */
  why?: string
}

export interface Budget {
  readonly chat: BedrockChat["Service"]
  readonly budget: TokenBudget["Service"]
  readonly known: KnownAnswers["Service"]
  readonly pause: ModelPause
  readonly failedAsks: FailedAsks
  /** By which its price is found. */
  readonly nameOf: (modelId: string) => string
  /** Of the question that goes ahead after a pause. */
  readonly firstAfterPause: Semaphore.Semaphore
  readonly priority: CustomerPriority
  /** Tokens an hour that this entry must not exceed. */
  readonly cap: number
}

/** No tokenizer makes more tokens than one for two bytes of our prompts; an answer ends at its limit. */
const bytesPerToken = 2

/** What a call may cost at most. */
const mostTokens = (form: string, maxTokens: number): number =>
  Math.ceil(Buffer.byteLength(form) / bytesPerToken) + maxTokens

const notAsked = (detail: string) => new BedrockError({ reason: "aborted", detail })

export const meteredChat = (
  { firstAfterPause, budget, cap, chat, nameOf, priority, failedAsks, known, pause }: Budget,
  { entry }: Due,
  charge: Charge,
): BedrockChat["Service"] =>
  BedrockChat.of({
    converse: Effect.fnUntraced(function* (request, listener) {
      const { inferenceConfig, messages, modelId, system } = request
      const form = JSON.stringify([modelId, system, messages, inferenceConfig])
      const prompt = hash("sha256", form, "base64url")
      const fromStore = <A>(read: Effect.Effect<A, PrecomputeError>) =>
        Effect.mapError(read, ({ message }) => {
          charge.what = "store"
          return notAsked(message)
        })
      const text = yield* fromStore(known.same(entry.id, prompt))
      if (text !== undefined) {
        charge.what = "unchanged"
        return { stopReason: "end_turn", text }
      }
      const now = yield* monotonicNow
      if (failedAsks.leftMs(entry.id, prompt, now) > 0) {
        charge.what = "failed-before"
        return yield* notAsked("the same question was answered in vain")
      }
      const failed = Effect.map(monotonicNow, (at) => failedAsks.failed(entry.id, prompt, at))
      const ask = Effect.gen(function* () {
        if (pause.leftMs(yield* monotonicNow) > 0) {
          charge.what = "model-paused"
          return yield* notAsked("the model is left alone after a refusal")
        }
        if (!(yield* priority.go)) {
          charge.what = "customers-first"
          return yield* notAsked("customers keep the model busy")
        }
        const most = mostTokens(form, inferenceConfig.maxTokens)
        const reservation = yield* fromStore(budget.reserve(most, cap))
        if (reservation === undefined) {
          charge.what = "token-cap"
          return yield* notAsked(`${cap} tokens an hour are spent`)
        }
        charge.what = "bought"
        charge.tokens = most
        const outcome = yield* chat.converse(request, listener).pipe(
          Effect.tapError(({ message, reason, retryAfterMs }) =>
            refusals.has(reason)
              ? Effect.gen(function* () {
                  pause.refused(yield* monotonicNow, yield* Random.next, retryAfterMs)
                  Object.assign(charge, { what: "model-refused", tokens: 0, why: message })
                  yield* budget.release(reservation)
                })
              : failed,
          ),
        )
        pause.answered()
        // First of all: whatever happens from here on, it is not bought again.
        if (outcome.stopReason === "end_turn") {
          failedAsks.answered(entry.id)
          yield* known.remember(entry.id, prompt, outcome.text)
        } else yield* failed
        const { usage } = outcome
        if (usage !== undefined) {
          charge.tokens = yield* budget.buy(reservation, nameOf(modelId), usage)
        }
        return outcome
      })
      if (pause.tentative) {
        // Whoever has waited for another's answer goes on beside the others.
        const first = yield* firstAfterPause.withPermit(
          Effect.suspend(() => (pause.tentative ? ask : Effect.undefined)),
        )
        if (first !== undefined) return first
      }
      return yield* ask
    }),
  })
