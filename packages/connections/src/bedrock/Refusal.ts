/**
 * Parses a Bedrock response other than 200 into a `BedrockError`.
 *
 * It also returns the server's time when the signature was refused, perhaps for its date, and whether the credentials
 * have expired, so that the caller can correct its clock or credentials. Reads at most 64 KiB of the body.
 */
import type { Readable } from "node:stream"
import { type BedrockError, refusal } from "./BedrockError.ts"

export interface Refusal {
  readonly error: BedrockError
  /** The server's time in milliseconds since 1970, when the signature was refused and it told its time. */
  readonly serverTime: number | undefined
  readonly credentialsExpired: boolean
}

/** An AWS error is a few hundred bytes; what a proxy answers may be a page. */
const mostBytes = 64 * 1024
const mostText = 1_000

/** Refused because of the time in the signature, perhaps. */
const timedSignatures = new Set([
  "InvalidSignatureException",
  "SignatureDoesNotMatch",
  "RequestTimeTooSkewed",
  "RequestExpired",
  "RequestInTheFuture",
  "AuthFailure",
])

export const readRefusal = async (
  statusCode: number,
  headers: Readonly<Record<string, string>>,
  body: Readable,
): Promise<Refusal> => {
  const text = await textOf(body)
  const fields = fieldsOf(text)
  // `ThrottlingException:http://…` and `com.amazon.coral#ThrottlingException` are both in use.
  const fullName = headers["x-amzn-errortype"] ?? fields["__type"] ?? fields["code"] ?? ""
  const name = fullName.split(":", 1)[0]?.split("#").at(-1) ?? ""
  const message = fields["message"] ?? fields["Message"] ?? text
  const error = refusal(statusCode, name, message.slice(0, mostText), retryAfterOf(headers))
  const serverTime = Date.parse(headers["date"] ?? "")
  return {
    error,
    serverTime:
      timedSignatures.has(name) && Number.isFinite(serverTime) && headers["age"] === undefined
        ? serverTime
        : undefined,
    credentialsExpired: name === "ExpiredTokenException" || name === "ExpiredToken",
  }
}

/** As much of it as came: a body that is cut does not hide the status. */
const textOf = async (body: Readable): Promise<string> => {
  const chunks: Array<Buffer> = []
  let bytes = 0
  try {
    for await (const chunk of body) {
      if (!Buffer.isBuffer(chunk)) continue
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes >= mostBytes) break
    }
  } catch {
    // What the headers say is still true.
  }
  return Buffer.concat(chunks).toString("utf8", 0, Math.min(bytes, mostBytes))
}

const fieldsOf = (text: string): Readonly<Record<string, string>> => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return {}
  }
  if (typeof value !== "object" || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  )
}

const retryAfterOf = (headers: Readonly<Record<string, string>>): number | undefined => {
  const text = headers["retry-after"]
  if (text === undefined) return undefined
  const ms = /^\d+(\.\d+)?$/.test(text.trim())
    ? Number(text) * 1_000
    : Date.parse(text) - Date.now()
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms)) : undefined
}
