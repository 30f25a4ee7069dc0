/**
 * A deadline that is not met by a process that was too busy to read what had arrived in time.
 *
 * When the event loop comes late, it looks at its timers before it reads its sockets: a reply that has long
 * been there would count as late. So what is over by the clock has one more turn of the loop to show.
 */
import { Effect } from "effect"

const oneMoreTurn = Effect.callback<void>((resume) => {
  const turn = setImmediate(() => resume(Effect.void))
  return Effect.sync(() => clearImmediate(turn))
})

/** Fails, or goes on, as `orElse` says when `self` has not ended in `deadlineMs`; `self` is interrupted then. */
export const withDeadline = <A, E, R, A2, E2, R2>(
  self: Effect.Effect<A, E, R>,
  deadlineMs: number,
  orElse: () => Effect.Effect<A2, E2, R2>,
): Effect.Effect<A | A2, E | E2, R | R2> =>
  Effect.raceFirst(
    self,
    Effect.andThen(Effect.andThen(Effect.sleep(deadlineMs), oneMoreTurn), Effect.suspend(orElse)),
  )
