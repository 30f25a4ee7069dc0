/**
 * The failures of an import, an export or a check. `busy` may pass: it was retried until the deadline. What was written
 * before a failure stays, and the same command again goes on from there.
 */
import { Data } from "effect"

export class CatalogueError extends Data.TaggedError("CatalogueError")<{
  /** `file`: it cannot be read or written, or was changed meanwhile. `refused`: a service said no. `busy`: one is throttled, broken or silent. `unseen`: documents are not found after they were written. */
  readonly reason: "file" | "refused" | "busy" | "unseen"
  readonly detail: string
  readonly cause?: unknown
}> {
  override get message(): string {
    return this.detail
  }
}
