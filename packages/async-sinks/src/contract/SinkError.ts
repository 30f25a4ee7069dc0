/**
 * Why a sink could not be created or a target could not be written. A created sink never fails: what goes wrong is
 * counted.
 */
import { Data } from "effect"

export class SinkError extends Data.TaggedError("SinkError")<{
  /**
   * - `invalid-options`: `detail` names the option and the rule
   * - `locked`: another process uses the folder; give each process its own
   * - `unavailable`: the folder cannot be made, read or written
   * - `target-failed`: a service did not take a request; the sink tries again
   */
  readonly reason: "invalid-options" | "locked" | "unavailable" | "target-failed"
  readonly sink: string
  readonly detail: string
  readonly cause?: unknown
}> {
  override get message(): string {
    return `sink ${this.sink}: ${this.reason}: ${this.detail}`
  }
}
