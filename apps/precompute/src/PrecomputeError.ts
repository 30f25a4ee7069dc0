/** What can go wrong in the worker, as one tagged error with a closed `reason`. */
import { Data } from "effect"

export class PrecomputeError extends Data.TaggedError("PrecomputeError")<{
  /**
   * - `schedule`: the schedule cannot be read or breaks a rule; `detail` names file, line and rule
   * - `not-leading`: another worker leads, or this one has lost the lead
   * - `fenced`: an entry was written by a later leader; this write was refused
   * - `store`: Redis did not answer
   * - `output`: the result of a command could not be written
   */
  readonly reason: "schedule" | "not-leading" | "fenced" | "store" | "output"
  readonly detail: string
  readonly cause?: unknown
}> {
  override get message(): string {
    return this.reason === "schedule" ? this.detail : `${this.reason}: ${this.detail}`
  }
}

export const storeError = (cause: Error): PrecomputeError =>
  new PrecomputeError({ reason: "store", detail: cause.message, cause })
