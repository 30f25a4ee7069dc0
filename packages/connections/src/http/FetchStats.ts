/** The counters of a pooled `fetch`, beside those of its pool. */
import type { PoolStats } from "../pool/PoolStats.ts"

export interface FetchStats extends PoolStats {
  /** Calls; a redirect that was followed is part of its call. */
  readonly requests: number
  /** Calls that failed before an answer's head, other than by the caller's signal. */
  readonly failed: number
  /** Answers that broke off after their head, other than by the caller's signal. */
  readonly cut: number
  /** Calls or answers that the caller's signal ended. */
  readonly aborted: number
}

export type FetchCounters = {
  -readonly [Name in Exclude<keyof FetchStats, keyof PoolStats>]: number
}
