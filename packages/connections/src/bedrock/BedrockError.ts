/**
 * The error of a Bedrock call that gave no complete answer: a tagged error with one of a closed set of reasons.
 *
 * Maps exceptions, HTTP statuses and transport failures to a reason. `retryable` tells whether the same request may
 * succeed later or with another model.
 */
import { Data } from "effect"
import { EventStreamCorrupt } from "./EventStreamCorrupt.ts"
import { TransportError, type TransportReason } from "../pool/TransportError.ts"

export type BedrockReason =
  | "throttled"
  /** The stream ended, or became unreadable, before `messageStop`. */
  | "truncated"
  | "first-token-timeout"
  | "gap-timeout"
  | "model-error"
  | "validation"
  /** Refused by IAM or by the signature, or no credentials could be had. */
  | "access-denied"
  | "unavailable"
  | "connection"
  /** The server's certificate is out of date, for another name, or nobody vouches for it. */
  | "certificate"
  /** The transport was closed while the call ran. */
  | "aborted"

const texts: Readonly<Record<BedrockReason, string>> = {
  throttled: "Bedrock throttled the request",
  truncated: "the stream ended before the model had finished",
  "first-token-timeout": "nothing of the answer came within its deadline",
  "gap-timeout": "the stream fell silent",
  "model-error": "the model failed",
  validation: "Bedrock refused the request as invalid",
  "access-denied": "Bedrock denied access",
  unavailable: "Bedrock is unavailable",
  connection: "the connection to Bedrock failed",
  certificate: "Bedrock's certificate was refused",
  aborted: "the call was aborted",
}

const retryableReasons: ReadonlySet<BedrockReason> = new Set([
  "throttled",
  "truncated",
  "first-token-timeout",
  "gap-timeout",
  "model-error",
  "unavailable",
  "connection",
])

export class BedrockError extends Data.TaggedError("BedrockError")<{
  readonly reason: BedrockReason
  /** What the service or the transport said; empty when it said nothing. */
  readonly detail: string
  /** Milliseconds that the service asks to wait before the next attempt; absent when it asks for none. */
  readonly retryAfterMs?: number
  readonly cause?: unknown
}> {
  override get message(): string {
    return this.detail === "" ? texts[this.reason] : `${texts[this.reason]}: ${this.detail}`
  }

  /** The same request may succeed later, or with another model. */
  get retryable(): boolean {
    return retryableReasons.has(this.reason)
  }
}

/** By exception name, with or without the `Exception` suffix and in any case of the first letter. */
const reasonsByName: Readonly<Record<string, BedrockReason>> = {
  throttling: "throttled",
  toomanyrequests: "throttled",
  servicequotaexceeded: "throttled",
  modelnotready: "unavailable",
  serviceunavailable: "unavailable",
  internalserver: "unavailable",
  internalfailure: "unavailable",
  validation: "validation",
  serialization: "validation",
  resourcenotfound: "validation",
  modelstreamerror: "model-error",
  modelerror: "model-error",
  modeltimeout: "model-error",
  accessdenied: "access-denied",
  unrecognizedclient: "access-denied",
  invalidsignature: "access-denied",
  incompletesignature: "access-denied",
  missingauthenticationtoken: "access-denied",
  expiredtoken: "access-denied",
  credentialsprovider: "access-denied",
  tokenprovider: "access-denied",
  abort: "aborted",
}

const reasonByName = (name: string): BedrockReason | undefined => {
  const plain = name.toLowerCase().replace(/(exception|error)$/, "")
  return Object.hasOwn(reasonsByName, plain) ? reasonsByName[plain] : undefined
}

const reasonByStatus = (status: number): BedrockReason => {
  if (status === 429) return "throttled"
  if (status === 401 || status === 403) return "access-denied"
  if (status === 424 || status === 408) return "model-error"
  if (status >= 400 && status < 500) return "validation"
  return "unavailable"
}

const reasonByTransport: Readonly<Partial<Record<TransportReason, BedrockReason>>> = {
  "body-cut": "truncated",
  "certificate-expired": "certificate",
  "certificate-name": "certificate",
  "certificate-untrusted": "certificate",
  destroyed: "aborted",
}

/** An exception or error message inside a stream. */
export const streamException = (name: string, detail: string): BedrockError =>
  new BedrockError({ reason: reasonByName(name) ?? "model-error", detail: `${name}: ${detail}` })

/** An answer other than 200: the name of its error, empty when it has none, and its text. */
export const refusal = (
  status: number,
  name: string,
  text: string,
  retryAfterMs: number | undefined,
): BedrockError =>
  new BedrockError({
    reason: reasonByName(name) ?? reasonByStatus(status),
    detail: `${name === "" ? `status ${status}` : name}: ${text}`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })

/** Whatever a credentials provider threw. */
export const credentialsError = (cause: unknown): BedrockError => {
  const { reason, detail } = bedrockError(cause)
  return new BedrockError({ reason, detail: `no credentials: ${detail}`, cause })
}

/** Whatever the SDK or the transport threw. */
export const bedrockError = (cause: unknown): BedrockError => {
  if (cause instanceof BedrockError) return cause
  if (cause instanceof EventStreamCorrupt) {
    return new BedrockError({ reason: "truncated", detail: cause.message, cause })
  }
  if (cause instanceof TransportError) {
    const reason = reasonByTransport[cause.reason] ?? "connection"
    return new BedrockError({ reason, detail: cause.message, cause })
  }
  if (!(cause instanceof Error)) {
    return new BedrockError({ reason: "connection", detail: String(cause), cause })
  }
  const status = statusOf(cause)
  const reason =
    reasonByName(cause.name) ?? (status === undefined ? "connection" : reasonByStatus(status))
  return new BedrockError({ reason, detail: `${cause.name}: ${cause.message}`, cause })
}

const statusOf = (error: Error): number | undefined => {
  if (!("$metadata" in error)) return undefined
  const metadata = error.$metadata
  if (typeof metadata !== "object" || metadata === null) return undefined
  return "httpStatusCode" in metadata && typeof metadata.httpStatusCode === "number"
    ? metadata.httpStatusCode
    : undefined
}
