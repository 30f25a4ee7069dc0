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
import { costOfUsage } from "../../budget/ModelCost.ts"

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
  /** Since it was made. */
  readonly spent: () => number
}

const aborted = (detail: string) => new BedrockError({ reason: "aborted", detail })

/** `perHour`: tokens; 0: the model is never asked. */
export const makeCheckBudget = (chat: BedrockChat["Service"], perHour: number): CheckBudget => {
  let hour = Number.NaN
  let usedThisHour = 0
  let spent = 0
  let pausedUntil = 0
  const use = (tokens: number) => {
    usedThisHour += tokens
    spent += tokens
  }
  return {
    spent: () => spent,
    chat: BedrockChat.of({
      converse: Effect.fnUntraced(function* (request, listener) {
        const current = Math.floor((yield* Clock.currentTimeMillis) / hourMs)
        if (current !== hour) usedThisHour = 0
        hour = current
        if (perHour - usedThisHour < usualCall) return yield* aborted("no tokens left this hour")
        if ((yield* monotonicNow) < pausedUntil) return yield* aborted("the model refused just now")
        use(usualCall)
        const outcome = yield* chat.converse(request, listener).pipe(
          Effect.tapError(({ reason }) =>
            Effect.map(monotonicNow, (now) => {
              if (refusals.has(reason)) pausedUntil = now + pauseMs
            }),
          ),
        )
        const { usage } = outcome
        if (usage !== undefined) use(costOfUsage(usage, undefined).tokens - usualCall)
        return outcome
      }),
    }),
  }
}
