/**
 * What checks of answers may spend on the model in an hour; what is beyond is not asked.
 *
 * A call is reserved at what a usual one costs before it is made, and settled at what it cost. The hour is
 * the clock's own, so that instances that restart often do not begin it anew.
 */
import { BedrockChat, BedrockError } from "@manga-assist/connections"
import { Clock, Effect } from "effect"

/** System prompt, five products and an answer, in tokens; measured on the demo catalogue's prompts. */
const usualCall = 4_000
const hourMs = 3_600_000

export interface CheckBudget {
  /** Fails as `aborted` where nothing is left to spend. */
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
        use(usualCall)
        const outcome = yield* chat.converse(request, listener)
        if (outcome.usage !== undefined) {
          const { cacheReadTokens, cacheWriteTokens, inputTokens, outputTokens } = outcome.usage
          use(inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens - usualCall)
        }
        return outcome
      }),
    }),
  }
}
