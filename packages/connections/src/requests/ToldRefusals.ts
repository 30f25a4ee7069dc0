/**
 * Logs failures that no retry mends, such as a missing table, permission or model: callers go on without the answer, and
 * only a person can put it right.
 *
 * The same failure is logged once a minute at most.
 */
import { Effect } from "effect"
import { monotonicNow } from "./MonotonicMs.ts"

const sayEveryMs = 60_000
/** Different texts that are remembered; all are forgotten when there are more. */
const mostTexts = 200

const forAPerson = new Set(["rejected", "access-denied", "validation", "certificate"])

interface Failure {
  readonly reason: string
  readonly message: string
}

/** One for each service, around its calls; `of` says what a call was for. */
export const toldRefusals = () => {
  const saidAt = new Map<string, number>()
  const tell = Effect.fnUntraced(function* (text: string) {
    const now = yield* monotonicNow
    if (now - (saidAt.get(text) ?? -Infinity) < sayEveryMs) return
    if (saidAt.size >= mostTexts) saidAt.clear()
    saidAt.set(text, now)
    yield* Effect.logWarning(text)
  })
  return <A, E extends Failure, R>(
    call: Effect.Effect<A, E, R>,
    of?: string,
  ): Effect.Effect<A, E, R> =>
    Effect.tapError(call, ({ message, reason }) =>
      forAPerson.has(reason)
        ? tell(of === undefined ? message : `${message} (${of})`)
        : Effect.void,
    )
}
