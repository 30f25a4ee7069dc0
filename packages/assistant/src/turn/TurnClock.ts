/** The monotonic clock that turns are measured by; tests set another, which their waits follow. */
import { Context } from "effect"

/** Milliseconds, on the clock of `TurnRequest.arrivedAt`. */
export const TurnClock = Context.Reference<() => number>("@manga-assist/assistant/TurnClock", {
  defaultValue: () => () => performance.now(),
})
