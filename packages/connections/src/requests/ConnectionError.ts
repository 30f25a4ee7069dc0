/**
 * The error of a failed call to DynamoDB, OpenSearch or Redis: the service, the operation, and a `reason` from a
 * closed list. Calls to Bedrock fail with `BedrockError` instead.
 */
import { Data } from "effect"

export type ConnectionReason =
  /** Not answered within the caller's deadline. */
  | "timeout"
  /** No connection: nothing listens there, or it was lost. */
  | "refused"
  /** The service answers that it cannot serve now. */
  | "unavailable"
  | "throttled"
  /** The answer does not have the shape it must have. */
  | "invalid-reply"
  /** The service refused this request: repeating it will not help. */
  | "rejected"
  | "access-denied"
  | "conditional-check-failed"
  /** The environment names no such service. */
  | "not-configured"

const texts: Readonly<Record<ConnectionReason, string>> = {
  timeout: "did not answer within the deadline",
  refused: "cannot be reached",
  unavailable: "is unavailable",
  throttled: "throttled the request",
  "invalid-reply": "answered in a shape that is not understood",
  rejected: "refused the request",
  "access-denied": "denied access",
  "conditional-check-failed": "found the condition false",
  "not-configured": "is not configured",
}

export class ConnectionError extends Data.TaggedError("ConnectionError")<{
  readonly service: "dynamodb" | "opensearch" | "redis"
  readonly operation: string
  readonly reason: ConnectionReason
  /** What the service or the socket said; empty when it said nothing. */
  readonly detail: string
  readonly cause?: unknown
}> {
  override get message(): string {
    const detail = this.detail === "" ? "" : `: ${this.detail}`
    return `${this.service} ${texts[this.reason]} (${this.operation})${detail}`
  }

  /** The same call may succeed later. */
  get retryable(): boolean {
    return ["timeout", "refused", "unavailable", "throttled"].includes(this.reason)
  }
}

/** By HTTP status, for services that say no more. */
export const reasonByStatus = (status: number): ConnectionReason => {
  if (status === 429) return "throttled"
  if (status === 401 || status === 403) return "access-denied"
  if (status === 408) return "timeout"
  if (status >= 500) return "unavailable"
  return status >= 400 ? "rejected" : "invalid-reply"
}

/** The code of a socket's or a library's error; undefined when it has none. */
export const codeOf = (cause: unknown): string | undefined =>
  cause instanceof Error && "code" in cause && typeof cause.code === "string"
    ? cause.code
    : undefined
