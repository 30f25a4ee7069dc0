/**
 * Waits with a precision of a fraction of a millisecond, for benchmarks: `pauseFor` plays delays in a server under
 * test that loopback lacks (making a connection, network hops), and `preciseClock` times the arrivals of a load.
 *
 * It waits by a timer for most of the time and by passes of the event loop for the rest. A timer alone is up to a
 * millisecond late, and a turn may contain several such pauses in a row, whose errors would add up.
 */
import { Effect } from "effect"
import { type LoadClock, sharedClock } from "./OpenLoop.ts"

/** Calls back at `dueMs` on the clock of `performance.now`, or later; returns what calls it off. */
const at = (dueMs: number, then: () => void): (() => void) => {
  let timer: NodeJS.Timeout | undefined
  let turn: NodeJS.Immediate | undefined
  const settle = () => {
    const left = dueMs - performance.now()
    if (left <= 0) then()
    else if (left > 1.5) timer = setTimeout(settle, left - 1)
    else turn = setImmediate(settle)
  }
  settle()
  return () => {
    clearTimeout(timer)
    if (turn !== undefined) clearImmediate(turn)
  }
}

export const preciseClock: LoadClock = {
  now: sharedClock.now,
  until: (time) =>
    new Promise((resolve) => {
      at(time - performance.timeOrigin, resolve)
    }),
}

/** Nothing to wait for: no turn of the event loop. */
export const pauseFor = (milliseconds: number): Effect.Effect<void> =>
  milliseconds <= 0
    ? Effect.void
    : Effect.callback((resume) => {
        const callOff = at(performance.now() + milliseconds, () => resume(Effect.void))
        return Effect.sync(callOff)
      })
