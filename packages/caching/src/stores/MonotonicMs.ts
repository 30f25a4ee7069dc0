/** Milliseconds that only grow: for waits and pauses, which a wall clock that is set back would prolong by hours. */
import type { Clock } from "effect"

export const monotonicMs =
  (clock: Clock.Clock): (() => number) =>
  () =>
    Number(clock.monotonicTimeNanosUnsafe() / 1_000_000n)
