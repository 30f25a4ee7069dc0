/**
 * Turns what a caller's function returned, an Effect, a promise or a plain value, into an Effect, so that plain
 * JavaScript callers work too. A rejected promise becomes a defect.
 */
import { Effect } from "effect"

export const givenEffect = <A, E, R>(given: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => {
  if (Effect.isEffect(given)) return given
  const other: A | Promise<A> = given
  // A rejection is a defect, which the callers of this file treat as they treat a failure.
  return Effect.promise(() => Promise.resolve(other))
}
