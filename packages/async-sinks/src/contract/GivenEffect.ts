/**
 * What a caller's function returned where an Effect is expected: plain JavaScript may return a promise, or
 * the value itself, and both work.
 */
import { Effect } from "effect"

export const givenEffect = <A, E, R>(given: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => {
  if (Effect.isEffect(given)) return given
  const other: A | Promise<A> = given
  // A rejection is a defect, which the callers of this file treat as they treat a failure.
  return Effect.promise(() => Promise.resolve(other))
}
