/**
 * Why bytes could not be decoded, or a dictionary is invalid. Callers that read from a cache treat every reason as a
 * miss.
 */
import { Data } from "effect"

export class PayloadError extends Data.TaggedError("PayloadError")<{
  /**
   * - `empty`: not even a codec byte
   * - `unknown-codec`: the first byte names a codec this version, or this runtime, does not have
   * - `unknown-dictionary`: written with a dictionary that was not given
   * - `corrupt`: truncated or altered
   * - `too-large`: more than `maxOutputBytes` would come out; decoding stopped there
   * - `invalid-dictionary`: thrown by `new Dictionary`, never by decoding
   */
  readonly reason:
    | "empty"
    | "unknown-codec"
    | "unknown-dictionary"
    | "corrupt"
    | "too-large"
    | "invalid-dictionary"
  readonly detail: string
  readonly cause?: unknown
}> {
  override get message(): string {
    return `payload ${this.reason}: ${this.detail}`
  }
}
