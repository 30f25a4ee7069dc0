/** Milliseconds that a wall clock which is set back or forward does not change. */
import type { Clock } from "effect"

export const monotonicMs =
  (clock: Clock.Clock): (() => number) =>
  () =>
    Number(clock.monotonicTimeNanosUnsafe() / 1_000_000n)
