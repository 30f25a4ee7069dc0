/**
 * One entry written anew: tokens reserved, the model asked, the answer written under every wording, the
 * tokens settled. Whether this worker may still write is the store's to say (`FencedStore.ts`).
 *
 * Never fails; what kept it from being written is its outcome.
 */
import { answerAhead, type AnsweringNeeds, CachedAnswers } from "@manga-assist/assistant"
import { CacheError } from "@manga-assist/caching"
import { BedrockChat, type BedrockReason } from "@manga-assist/connections"
import { Clock, Effect, Random } from "effect"
import type { ModelPause } from "./ModelPause.ts"
import { PrecomputeError } from "./PrecomputeError.ts"
import type { Due } from "./RefreshList.ts"
import { TokenBudget } from "./TokenBudget.ts"

export type Outcome =
  | { readonly kind: "written"; readonly tokens: number; readonly outputTokens: number }
  /** Nothing was written; `stop`: the next one would fare alike. */
  | {
      readonly kind: "token-cap" | "model-refused" | "lead-lost" | "store" | "failed"
      readonly detail: string
      readonly tokens: number
      readonly stop: boolean
    }

/** The model is overloaded or away: leave it to the customers. */
const refusals: ReadonlySet<BedrockReason> = new Set<BedrockReason>([
  "throttled",
  "unavailable",
  "first-token-timeout",
])

interface Spending {
  tokens: number
  asked: boolean
  /** The service did not take the request: nothing was spent. */
  refused: boolean
  known: boolean
}

const watched = (
  chat: BedrockChat["Service"],
  pause: ModelPause,
  spending: Spending,
): BedrockChat["Service"] =>
  BedrockChat.of({
    converse: (request, listener) =>
      Effect.suspend(() => {
        spending.asked = true
        return chat.converse(request, listener)
      }).pipe(
        Effect.tap(({ usage }) =>
          Effect.sync(() => {
            pause.answered()
            if (usage === undefined) return
            spending.known = true
            const { cacheReadTokens, cacheWriteTokens, inputTokens, outputTokens } = usage
            spending.tokens += inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens
          }),
        ),
        Effect.tapError(({ reason, retryAfterMs }) =>
          refusals.has(reason)
            ? Effect.gen(function* () {
                pause.refused(yield* Clock.currentTimeMillis, yield* Random.next, retryAfterMs)
                spending.refused = true
              })
            : Effect.void,
        ),
      ),
  })

/** What answerAhead writes: for as long as the pattern says. */
const lasting = (answers: CachedAnswers["Service"], holdsMs: number): CachedAnswers["Service"] =>
  CachedAnswers.of({
    ...answers,
    lookup: () => Effect.succeed(undefined),
    write: (key, value, { staleForMs }) =>
      answers.write(key, value, { freshForMs: holdsMs, staleForMs }),
  })

const kept = (
  kind: Exclude<Outcome["kind"], "written">,
  detail: string,
  tokens: number,
  stop: boolean,
): Outcome => ({ kind, detail, tokens, stop })

const unwritten = (error: Error, spending: Spending): Outcome => {
  if (error instanceof CacheError) {
    const lost = error.cause instanceof PrecomputeError && error.cause.reason !== "store"
    const detail = error.cause instanceof Error ? error.cause.message : error.message
    return kept(lost ? "lead-lost" : "store", detail, spending.tokens, true)
  }
  return spending.refused
    ? kept("model-refused", error.message, spending.tokens, true)
    : kept("failed", error.message, spending.tokens, false)
}

export const generate = Effect.fnUntraced(function* (
  due: Due,
  cap: number,
  pause: ModelPause,
): Effect.fn.Return<Outcome, never, AnsweringNeeds | TokenBudget> {
  const budget = yield* TokenBudget
  const reserved = yield* Effect.result(budget.reserve(due.tokens, cap))
  if (reserved._tag === "Failure") return kept("store", reserved.failure.message, 0, true)
  const reservation = reserved.success
  if (reservation === undefined) {
    return kept("token-cap", `${cap} tokens an hour are spent`, 0, true)
  }
  const spending: Spending = { tokens: 0, asked: false, refused: false, known: false }
  const { locale, timing, wordings } = due.entry
  const outcome = yield* answerAhead(wordings, locale).pipe(
    Effect.provideService(CachedAnswers, lasting(yield* CachedAnswers, timing.holdsMs)),
    Effect.provideService(BedrockChat, watched(yield* BedrockChat, pause, spending)),
    Effect.match({
      onSuccess: ({ outputTokens }): Outcome => ({
        kind: "written",
        tokens: spending.known ? spending.tokens : due.tokens,
        outputTokens,
      }),
      onFailure: (error) => unwritten(error, spending),
    }),
  )
  // An answer that broke off may have cost anything: its reservation stands.
  if (spending.known || spending.refused || !spending.asked) {
    yield* Effect.ignore(budget.settle(reservation, spending.tokens))
  }
  return outcome
})
