/**
 * Why a request did not get a whole answer from the wire.
 *
 * It is a plain `Error` because AWS SDK clients throw it onward: `code` and `name` are those by which
 * the SDK's own retry rules recognise a network failure or a timeout.
 */
export type TransportReason =
  | "connect-timeout"
  | "connect-failed"
  | "queue-full"
  | "queue-timeout"
  | "idle-timeout"
  | "session-lost"
  | "stream-reset"
  | "body-cut"
  | "destroyed"

const codes: Readonly<Record<TransportReason, string>> = {
  "connect-timeout": "ETIMEDOUT",
  "connect-failed": "ECONNREFUSED",
  "queue-full": "EAGAIN",
  "queue-timeout": "ETIMEDOUT",
  "idle-timeout": "ETIMEDOUT",
  "session-lost": "ECONNRESET",
  "stream-reset": "ECONNRESET",
  "body-cut": "ECONNRESET",
  destroyed: "ECANCELED",
}

export class TransportError extends Error {
  readonly reason: TransportReason
  readonly code: string

  constructor(reason: TransportReason, detail: string, cause?: unknown) {
    super(`${reason}: ${detail}`, cause === undefined ? undefined : { cause })
    this.reason = reason
    this.code = foreignCode(cause) ?? codes[reason]
    this.name = reason.endsWith("-timeout") ? "TimeoutError" : "TransportError"
  }

  /** The connection failed, not the request: another connection may well carry it. */
  get connectionFailed(): boolean {
    return this.reason === "session-lost"
  }
}

/** What a caller who aborted gets, as the AWS SDK names it. */
export const abortError = (): Error => {
  const error = new Error("Request aborted")
  error.name = "AbortError"
  return error
}

const foreignCode = (cause: unknown): string | undefined => {
  if (!(cause instanceof Error) || !("code" in cause)) return undefined
  return typeof cause.code === "string" &&
    cause.code.startsWith("E") &&
    !cause.code.startsWith("ERR_")
    ? cause.code
    : undefined
}
