/**
 * Reloads the values of idle sessions with an open socket shortly before they expire, so that a message after a long
 * pause finds them fresh. At most 500 loads are started every five seconds.
 */
import { Clock, Effect, type Scope } from "effect"
import { monotonicMs } from "./MonotonicMs.ts"
import type { Sessions } from "./Sessions.ts"

/** How often what is about to run out is looked for. */
const EVERY_MS = 5_000
/** A value is read again at this share of its freshness. */
const AHEAD = 0.8
/** Loads started by one look: 10,000 idle sessions with 300 s values need about 200. */
const MOST_AT_ONCE = 500

/** Runs until the scope closes. `freshForMs` by the name of the source; `idleMs` 0 starts nothing. */
export const keepIdleFresh = (
  sessions: Sessions,
  freshForMs: ReadonlyMap<string, number>,
  idleMs: number,
): Effect.Effect<void, never, Scope.Scope> => {
  if (!(idleMs > 0)) return Effect.void
  const look = Effect.map(Clock.Clock, (clock) => {
    let started = 0
    for (const [name, slot] of sessions.alive(monotonicMs(clock)() - idleMs)) {
      if (started >= MOST_AT_ONCE) return
      const refreshMs = (freshForMs.get(name) ?? Number.POSITIVE_INFINITY) * AHEAD
      if (slot.pending || !slot.isOlderThan(refreshMs)) continue
      slot.ensure(refreshMs)
      started += 1
    }
  })
  return look.pipe(
    Effect.delay(EVERY_MS),
    Effect.forever,
    Effect.forkScoped({ startImmediately: true }),
    Effect.asVoid,
  )
}
