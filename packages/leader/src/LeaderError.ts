/** Why a process may not write as the leader, as one tagged error with a closed `reason`. */
export interface LeaderFailure {
  /**
   * - `not-leading`: another process leads, this one has lost the lead, or it is closed
   * - `fenced`: a later leader has written the key; this write was refused
   * - `store`: Redis did not answer
   */
  readonly reason: "not-leading" | "fenced" | "store"
  readonly detail: string
  readonly cause?: unknown
}

export class LeaderError extends Error {
  override readonly name = "LeaderError"
  readonly _tag = "LeaderError"
  readonly reason: LeaderFailure["reason"]
  readonly detail: string

  constructor({ cause, detail, reason }: LeaderFailure) {
    super(`${reason}: ${detail}`, cause === undefined ? {} : { cause })
    this.reason = reason
    this.detail = detail
  }
}
