/**
 * Monotonic milliseconds, for every wait, pause and age within one process: a wall clock that is set back would prolong
 * them by hours, and one that is set forward would end them.
 */
import { Clock, Effect } from "effect"

export const monotonicMs =
  (clock: Clock.Clock): (() => number) =>
  () =>
    Number(clock.monotonicTimeNanosUnsafe() / 1_000_000n)

export const monotonicNow: Effect.Effect<number> = Clock.clockWith((clock) =>
  Effect.sync(monotonicMs(clock)),
)
