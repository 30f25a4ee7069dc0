/** A monotonic clock in milliseconds: a wall clock that is set back would prolong waits by hours. */
import type { Clock } from "effect"

export const monotonicMs =
  (clock: Clock.Clock): (() => number) =>
  () =>
    Number(clock.monotonicTimeNanosUnsafe() / 1_000_000n)
