/**
 * The error of a cache operation, with the operation and one of a closed set of reasons. Look-ups treat it as a miss;
 * other operations pass it to their caller.
 */
export interface CacheFailure {
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
}

export class CacheError extends Error {
  override readonly name = "CacheError"
  readonly _tag = "CacheError"
  readonly reason: CacheFailure["reason"]
  readonly operation: CacheFailure["operation"]

  constructor({ cause, operation, reason }: CacheFailure) {
    super(`cache ${operation}: ${reason}`, cause === undefined ? {} : { cause })
    this.reason = reason
    this.operation = operation
  }
}
