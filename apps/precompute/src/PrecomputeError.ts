/**
 * The error of the worker: one tagged error with a closed set of reasons (wrong schedule, Redis without an answer,
 * unwritable output).
 */
import { Data } from "effect"

export class PrecomputeError extends Data.TaggedError("PrecomputeError")<{
  /**
   * - `schedule`: the schedule cannot be read or breaks a rule; `detail` names file, line and rule
   * - `store`: Redis did not answer
   * - `output`: the result of a command could not be written
   */
  readonly reason: "schedule" | "store" | "output"
  readonly detail: string
  readonly cause?: unknown
}> {
  override get message(): string {
    return this.reason === "schedule" ? this.detail : `${this.reason}: ${this.detail}`
  }
}

export const storeError = (cause: Error): PrecomputeError =>
  new PrecomputeError({ reason: "store", detail: cause.message, cause })
