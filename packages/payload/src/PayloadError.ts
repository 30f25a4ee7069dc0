/**
 * Why bytes could not be decoded, or a dictionary is invalid. Callers that read from a cache treat every reason as a
 * miss.
 */
export interface PayloadFailure {
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
}

export class PayloadError extends Error {
  override readonly name = "PayloadError"
  readonly _tag = "PayloadError"
  readonly reason: PayloadFailure["reason"]
  readonly detail: string

  constructor({ cause, detail, reason }: PayloadFailure) {
    super(`payload ${reason}: ${detail}`, cause === undefined ? {} : { cause })
    this.reason = reason
    this.detail = detail
  }
}
