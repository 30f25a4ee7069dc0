/**
 * The error of this package, for a price list that cannot be read or is invalid. Probing, judging and publishing
 * never fail.
 */
import { Data } from "effect"

export type EndpointHealthReason = "prices-unreadable" | "prices-invalid"

export class EndpointHealthError extends Data.TaggedError("EndpointHealthError")<{
  readonly reason: EndpointHealthReason
  /** The file, and which field breaks which rule. */
  readonly detail: string
  readonly cause?: unknown
}> {
  override get message(): string {
    return `${this.reason}: ${this.detail}`
  }
}
