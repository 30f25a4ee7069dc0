/**
 * The error of a cache operation, with the operation and one of a closed set of reasons. Look-ups treat it as a miss;
 * other operations pass it to their caller.
 */
import { Data } from "effect"

export class CacheError extends Data.TaggedError("CacheError")<{
  /**
   * - `unavailable`: the store could not be reached, was too slow, or refused
   * - `corrupt`: the stored bytes are not what this version writes
   * - `not-json`: the value to write does not fit its schema or has no JSON form
   * - `too-many-tags`: more than `maxTags` on one entry, or in one invalidation
   * - `leader-lost`: the instance that computed for all is gone, and the caller was already given a part
   */
  readonly reason: "unavailable" | "corrupt" | "not-json" | "too-many-tags" | "leader-lost"
  readonly operation:
    | "get"
    | "set"
    | "remove"
    | "read-versions"
    | "register-tags"
    | "check-tags"
    | "invalidate"
    | "follow"
    | "feed"
  readonly cause?: unknown
}> {
  override get message(): string {
    return `cache ${this.operation}: ${this.reason}`
  }
}
