/**
 * The type of a source of prefetched values: what to read for a session, its deadline and how long its values are
 * fresh. Also the outcomes and counters of its reads.
 */
import type { Effect } from "effect"

/** Whose context it is. Two users never share an entry, even under one session id. */
export interface PrefetchKey {
  readonly session: string
  /** Absent: nobody is known. */
  readonly user?: string | undefined
}

export interface Source<A, E = unknown, R = never> {
  /** Reads for one session; a `shared` source gets an empty session and must not depend on it. */
  readonly load: (key: PrefetchKey) => Effect.Effect<A, E, R>
  /** A load that takes longer is interrupted and failed, in milliseconds. */
  readonly deadlineMs: number
  /** A value is handed over for so long after it was loaded. */
  readonly freshForMs: number
  /** One value for the whole process, read once for all sessions. */
  readonly shared?: boolean | undefined
  /** Bytes that a value holds in memory, against `maxBytes`; 1,024 unless given. Must not throw. */
  bytesOf?(value: A): number
}

/** - `used`: the value is there
 *  - `late`: it was under way before and is still not there; the next turn may have it
 *  - `failed`: the load failed or ran into its own deadline
 *  - `none`: nothing had been started before this turn, and it did not arrive within the wait */
export type Outcome = "used" | "late" | "failed" | "none"

export interface SourceCounters {
  /** Loads started. */
  started: number
  /** Values handed over, each counted every time. */
  used: number
  /** Values that nobody took before they were replaced or forgotten. */
  wasted: number
  /** Turns that went without the value because it was under way. */
  late: number
  /** Loads that failed, died, or ran into their deadline. */
  failed: number
  /** Time of loads that were over when their value was first taken, less what that turn waited. */
  msSaved: number
}
