/**
 * What both faces share, without Effect: the options of a prefetch and of a source, whose session a read is for, and the
 * outcomes and counters of its reads.
 */
/** Whose context it is. Two users never share an entry, even under one session id. */
export interface PrefetchKey {
  readonly session: string
  /** Absent: nobody is known. */
  readonly user?: string | undefined
}

export interface SourceOptions<A> {
  /** A load that takes longer is interrupted and failed, in milliseconds. */
  readonly deadlineMs: number
  /** A value is handed over for so long after it was loaded. */
  readonly freshForMs: number
  /** One value for the whole process, read once for all sessions. */
  readonly shared?: boolean | undefined
  /** Bytes that a value holds in memory, against `maxBytes`; 1,024 unless given. Must not throw. */
  bytesOf?(value: A): number
}

export interface PrefetchOptions {
  /** 10,000 unless given. */
  readonly maxSessions?: number | undefined
  /** Loads that run at once; further ones wait, unless a message needs them. 64 unless given. */
  readonly maxConcurrentLoads?: number | undefined
  /** Of all values that sessions hold, as `bytesOf` tells; 256 MiB unless given. */
  readonly maxBytes?: number | undefined
  /**
   * While a session's socket is open, its values are read again before they run out, until the
   * session was not asked for this long; 15 minutes unless given, 0 for never.
   */
  readonly idleRefreshMs?: number | undefined
  /** At a message, a session's value older than this is reloaded for the next; 30 s unless given. */
  readonly refreshAfterMs?: number | undefined
  /** After `close`, results are kept so long for a reconnect; 5 s unless given. */
  readonly graceMs?: number | undefined
  /** Hears why a load failed: what it threw, or a `TimeoutError` at its deadline. What it throws itself is ignored. */
  readonly onError?: ((source: string, error: unknown, key: PrefetchKey) => void) | undefined
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
