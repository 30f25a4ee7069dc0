/**
 * Why a request did not get a complete response.
 *
 * It is a plain `Error`, because AWS SDK clients rethrow it. The SDK's retry rules look at `code` and `name`: network
 * failures and timeouts have values there that the rules retry; a refused certificate has others, so that it is not
 * retried.
 */
export type TransportReason =
  | "name-unresolved"
  | "connect-timeout"
  | "connect-failed"
  | "certificate-expired"
  | "certificate-name"
  | "certificate-untrusted"
  | "queue-full"
  | "queue-timeout"
  | "idle-timeout"
  | "session-lost"
  | "stream-reset"
  | "body-cut"
  | "destroyed"

const codes: Readonly<Record<TransportReason, string>> = {
  "name-unresolved": "ENOTFOUND",
  "connect-timeout": "ETIMEDOUT",
  "connect-failed": "ECONNREFUSED",
  "certificate-expired": "CERT_HAS_EXPIRED",
  "certificate-name": "ERR_TLS_CERT_ALTNAME_INVALID",
  "certificate-untrusted": "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
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

export const isCertificateReason = (reason: TransportReason): boolean =>
  reason.startsWith("certificate-")

/** Why a connection could not be made, told by what Node says of it. */
export const connectError = (host: string, cause: Error): TransportError => {
  if (cause instanceof TransportError) return cause
  return new TransportError(connectReason(codeOf(cause)), `${host}: ${cause.message}`, cause)
}

const connectReason = (code: string): TransportReason => {
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") return "certificate-expired"
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "certificate-name"
  if (untrusted.test(code)) return "certificate-untrusted"
  if (code === "ETIMEDOUT") return "connect-timeout"
  return unresolved.has(code) ? "name-unresolved" : "connect-failed"
}

/** OpenSSL's names for a chain that ends at nobody we know: X509_V_ERR_… as Node spells them. */
const untrusted =
  /^(?:UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|CERT_(?!HAS|NOT)|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH)/

const unresolved = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENODATA",
  "ESERVFAIL",
  "ETIMEOUT",
  "EAI_FAIL",
])

const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : ""

const foreignCode = (cause: unknown): string | undefined => {
  if (cause instanceof TransportError) return undefined
  const code = codeOf(cause)
  if (code === "" || code.startsWith("ERR_HTTP")) return undefined
  if (!/^[A-Z_]+$/.test(code)) return undefined
  return /^(?:E[A-Z_]|UNABLE_TO_[A-Z_])/.test(code) || code.includes("CERT") ? code : undefined
}
