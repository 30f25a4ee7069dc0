/**
 * The error of a local server program that a test needs and cannot have, with the reason: Redis, OpenSearch, or another
 * project's imitation of an AWS service such as moto or ElasticMQ. Such a test fails; none is skipped.
 */
import { Data } from "effect"

export class RealServerError extends Data.TaggedError("RealServerError")<{
  readonly server: string
  readonly reason: "missing-program" | "did-not-start" | "cannot-download" | "no-answer"
  /** What is missing and how to get it, or the last lines that the server wrote. */
  readonly detail: string
}> {
  override get message(): string {
    return `${this.server}: ${this.reason}: ${this.detail}`
  }
}
