/**
 * Why a sink could not be created or a target could not be written. A created sink never fails: what goes wrong is
 * counted.
 */
export interface SinkFailure {
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
}

export class SinkError extends Error {
  override readonly name = "SinkError"
  readonly _tag = "SinkError"
  readonly reason: SinkFailure["reason"]
  readonly sink: string
  readonly detail: string

  constructor({ cause, detail, reason, sink }: SinkFailure) {
    super(`sink ${sink}: ${reason}: ${detail}`, cause === undefined ? {} : { cause })
    this.reason = reason
    this.sink = sink
    this.detail = detail
  }
}
