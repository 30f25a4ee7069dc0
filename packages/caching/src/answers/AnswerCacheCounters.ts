/** How the look-ups and writes of an `AnswerCache` ended. */
export interface AnswerCacheCounters {
  fresh: number
  stale: number
  misses: number
  /** Misses because the store failed, was late, or held something unreadable. */
  failures: number
  /** Misses because a tag was invalidated after the answer's data was read; those still served are `stale`. */
  invalidated: number
  writes: number
  /** Not written: a tag was invalidated while the answer was made. */
  outdated: number
  writeFailures: number
}
