/** The error of the `customer` command, with one of two reasons. */
import { Data } from "effect"

export class CustomerError extends Data.TaggedError("CustomerError")<{
  /**
   * - `audit-failed`: the log group, or the folder of files, did not answer as it should
   * - `not-written`: the file of an export exists, or cannot be made
   */
  readonly reason: "audit-failed" | "not-written"
  readonly detail: string
  readonly cause?: unknown
}> {
  override get message(): string {
    return `${this.reason}: ${this.detail}`
  }
}
