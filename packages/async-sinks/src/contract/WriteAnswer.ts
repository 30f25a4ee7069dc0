/**
 * A target's result for a batch: which records failed and are to be retried, which it rejects for good, and how many
 * it already had. A write without this result means that the whole batch was written.
 */
/** Indexes that do not exist are ignored. */
export interface WriteAnswer {
  /** Not taken now; to be tried again. */
  readonly failed?: ReadonlyArray<number> | undefined
  /** Never to be taken: for the dead-letter queue. */
  readonly rejected?: ReadonlyArray<{ readonly index: number; readonly reason: string }> | undefined
  /** How many of those taken were there already. */
  readonly duplicates?: number | undefined
  /** Records of earlier batches that had to go for these. */
  readonly removed?: number | undefined
  /** Why some failed. */
  readonly reason?: string | undefined
}
