/** The error of the `sinks` command, with one of five reasons. */
import { Data } from "effect"

export class SinksError extends Data.TaggedError("SinksError")<{
  /**
   * - `no-queue`: `SINK_DEAD_LETTER_QUEUE_URL` is not set
   * - `queue-failed`: SQS did not answer as it should
   * - `in-use`: a process has the folder
   * - `not-found`: no such sink on disk
   * - `left`: something could not be written, and stays where it was
   */
  readonly reason: "no-queue" | "queue-failed" | "in-use" | "not-found" | "left"
  readonly detail: string
  readonly cause?: unknown
}> {
  override get message(): string {
    return `${this.reason}: ${this.detail}`
  }
}
