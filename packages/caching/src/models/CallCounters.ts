/** What became of the calls of a model. */
export interface CallCounters {
  /** Calls of the model from this process. */
  calls: number
  kept: number
  /** Answers that were cut, blocked, failed or not to be kept. */
  notKept: number
}
