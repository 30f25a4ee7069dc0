/**
 * Renews one entry (an answer kept ready ahead of demand): reads its products, calls the model only if the prompt has
 * changed since its last answer, and stores the answer. The store refuses the write if this worker no longer leads
 * (`FencedStore.ts`).
 *
 * It never fails; the outcome says why nothing was written.
 */
import {
  answerAhead,
  type AnsweringNeeds,
  CachedAnswers,
  Models,
  nameOfModel,
} from "@manga-assist/assistant"
import { CacheError } from "@manga-assist/caching"
import { LeaderError } from "@manga-assist/leader"
import { BedrockChat } from "@manga-assist/connections"
import { Effect } from "effect"
import { KnownAnswers } from "./KnownAnswers.ts"
import { meteredChat, type Budget, type Charge, type Refusal } from "./MeteredChat.ts"
import type { Due } from "../questions/RefreshList.ts"
import { TokenBudget } from "../spending/TokenBudget.ts"

export type Outcome =
  | {
      readonly kind: "written"
      readonly tokens: number
      readonly outputTokens: number
      /** The model was not asked: nothing that the answer depends on had changed. */
      readonly unchanged: boolean
    }
  /** Nothing was written; `stop`: no other one will fare better now. */
  | {
      readonly kind: Refusal | "lead-lost" | "store" | "failed"
      readonly detail: string
      readonly tokens: number
      readonly stop: boolean
    }

/** What answerAhead writes: for as long as the pattern says. */
const lasting = (answers: CachedAnswers["Service"], holdsMs: number): CachedAnswers["Service"] =>
  CachedAnswers.of({
    ...answers,
    write: (key, value, policy) => answers.write(key, value, { ...policy, freshForMs: holdsMs }),
  })

const unwritten = (error: Error, { tokens, what, why }: Charge): Outcome => {
  if (error instanceof CacheError) {
    const lost = error.cause instanceof LeaderError && error.cause.reason !== "store"
    const detail = error.cause instanceof Error ? error.cause.message : error.message
    return { kind: lost ? "lead-lost" : "store", detail, tokens, stop: true }
  }
  const detail = why ?? error.message
  const kind = what === "none" || what === "unchanged" || what === "bought" ? "failed" : what
  // After a refusal others may fare better: they cost less, or nothing.
  return { kind, detail, tokens, stop: kind === "store" }
}

export const generate = Effect.fnUntraced(function* (
  due: Due,
  budgets: Pick<Budget, "firstAfterPause" | "cap" | "priority" | "failedAsks" | "pause">,
): Effect.fn.Return<Outcome, never, AnsweringNeeds | KnownAnswers | TokenBudget> {
  const charge: Charge = { what: "none", tokens: 0 }
  const models = yield* Models
  const whole = {
    ...budgets,
    chat: yield* BedrockChat,
    budget: yield* TokenBudget,
    known: yield* KnownAnswers,
    nameOf: (modelId: string) => nameOfModel(models, modelId),
  }
  const { locale, timing, wordings } = due.entry
  return yield* answerAhead(wordings[0], locale).pipe(
    Effect.provideService(CachedAnswers, lasting(yield* CachedAnswers, timing.holdsMs)),
    Effect.provideService(BedrockChat, meteredChat(whole, due, charge)),
    Effect.match({
      onSuccess: ({ outputTokens }): Outcome => ({
        kind: "written",
        tokens: charge.tokens,
        outputTokens,
        unchanged: charge.what === "unchanged",
      }),
      onFailure: (error) => unwritten(error, charge),
    }),
    // A fault of ours with one entry keeps no other from being written.
    Effect.catchDefect((defect) =>
      Effect.as(Effect.logError("an entry broke", { entry: due.entry.id }, defect), {
        kind: "failed",
        detail: `it broke: ${defect instanceof Error ? defect.message : String(defect)}`,
        tokens: charge.tokens,
        stop: false,
      } as const),
    ),
  )
})
