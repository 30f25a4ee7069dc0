/** The monotonic clock of turns; tests replace it. */
import { Context } from "effect"

/** Milliseconds, on the clock of `TurnRequest.arrivedAt`. */
export const TurnClock = Context.Reference<() => number>("@manga-assist/assistant/TurnClock", {
  defaultValue: () => () => performance.now(),
})
