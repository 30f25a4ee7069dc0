/** Repeats background work for ever; a crash of one round is logged and does not end it. */
import { Effect } from "effect"

const afterFaultMs = 1_000

/**
 * Repeats `round` until it is interrupted. A round that dies is logged as an error under the name `what` and
 * costs a second: ended for good, its process would stay up and go on with what that work last knew.
 */
export const repeatForever =
  (what: string) =>
  <R>(round: Effect.Effect<unknown, never, R>): Effect.Effect<never, never, R> =>
    round.pipe(
      Effect.catchDefect((defect) =>
        Effect.andThen(Effect.logError(`${what} broke`, defect), Effect.sleep(afterFaultMs)),
      ),
      Effect.forever,
    )
