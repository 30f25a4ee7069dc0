/**
 * Limits the tokens that audits spend in an hour; an audit compares a served cached answer with a fresh one of the
 * model. It wraps the model: a call beyond the budget, or within a minute after the model refused a call, fails as
 * `aborted`.
 *
 * Each call reserves 4,000 tokens, the cost of a usual call, and is corrected to its real cost. Hours are those of the
 * wall clock. The count is kept in this process.
 */
import {
  BedrockChat,
  BedrockError,
  type BedrockReason,
  monotonicNow,
} from "@manga-assist/connections"
import { Clock, Effect } from "effect"

/** System prompt, five products and an answer, in tokens; measured on the demo catalogue's prompts. */
const usualCall = 4_000
const hourMs = 3_600_000
/** The model is overloaded or away: it is left to the customers for a while. */
const refusals: ReadonlySet<BedrockReason> = new Set<BedrockReason>([
  "throttled",
  "unavailable",
  "first-token-timeout",
])
const pauseMs = 60_000

export interface CheckBudget {
  /** Fails as `aborted` where nothing is left to spend, and for a minute after the model refused. */
  readonly chat: BedrockChat["Service"]
  /** Of this hour. */
  readonly left: Effect.Effect<number>
  /** Since it was made. */
  readonly spent: () => number
}

/** `perHour`: tokens; 0: the model is never asked. */
export const makeCheckBudget = (chat: BedrockChat["Service"], perHour: number): CheckBudget => {
  let hour = Number.NaN
  let usedThisHour = 0
  let usedBefore = 0
  let pausedUntil = 0
  const left = Effect.map(Clock.currentTimeMillis, (now) => {
    const current = Math.floor(now / hourMs)
    if (current !== hour) {
      hour = current
      usedBefore += usedThisHour
      usedThisHour = 0
    }
    return perHour - usedThisHour
  })
  const use = (tokens: number) => {
    usedThisHour += tokens
  }
  return {
    left,
    spent: () => usedBefore + usedThisHour,
    chat: BedrockChat.of({
      converse: Effect.fnUntraced(function* (request, listener) {
        if ((yield* left) < usualCall) {
          return yield* new BedrockError({ reason: "aborted", detail: "no tokens left this hour" })
        }
        if ((yield* monotonicNow) < pausedUntil) {
          return yield* new BedrockError({
            reason: "aborted",
            detail: "the model refused just now",
          })
        }
        use(usualCall)
        const outcome = yield* chat.converse(request, listener).pipe(
          Effect.tapError(({ reason }) =>
            Effect.map(monotonicNow, (now) => {
              if (refusals.has(reason)) pausedUntil = now + pauseMs
            }),
          ),
        )
        if (outcome.usage !== undefined) {
          const { cacheReadTokens, cacheWriteTokens, inputTokens, outputTokens } = outcome.usage
          use(inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens - usualCall)
        }
        return outcome
      }),
    }),
  }
}
