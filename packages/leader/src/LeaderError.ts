/** Why a process may not write as the leader, as one tagged error with a closed `reason`. */
import { Data } from "effect"

export class LeaderError extends Data.TaggedError("LeaderError")<{
  /**
   * - `not-leading`: another process leads, or this one has lost the lead
   * - `fenced`: a later leader has written the key; this write was refused
   * - `store`: Redis did not answer
   */
  readonly reason: "not-leading" | "fenced" | "store"
  readonly detail: string
  readonly cause?: unknown
}> {
  override get message(): string {
    return `${this.reason}: ${this.detail}`
  }
}
