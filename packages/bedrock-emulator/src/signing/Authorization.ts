/**
 * Parses the `Authorization` header: an API key, or Signature Version 4. A missing, foreign or incomplete header throws
 * the `AwsError` that AWS returns.
 */
import { createHash, timingSafeEqual } from "node:crypto"
import { AwsError, invalidSignature } from "../wire/AwsError.ts"

export interface Authorization {
  readonly accessKeyId: string
  readonly date: string
  readonly region: string
  readonly service: string
  /** Lower case, in the order sent. */
  readonly signedHeaders: ReadonlyArray<string>
  readonly signature: string
}

const scheme = "AWS4-HMAC-SHA256"

/** @throws AwsError for an absent, foreign or incomplete header. */
export const authorizationFields = (header: string | undefined): Authorization => {
  if (header === undefined || header === "") {
    throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token")
  }
  if (!header.startsWith(`${scheme} `)) {
    throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token")
  }
  const fields = parameters(header.slice(scheme.length))
  const missing = ["Credential", "Signature", "SignedHeaders"].filter((name) => !fields.has(name))
  if (missing.length > 0) {
    const named = missing.map((name) => `Authorization header requires '${name}' parameter.`)
    throw incomplete(`${named.join(" ")} Authorization=${scheme}`)
  }
  const scope = (fields.get("Credential") ?? "").split("/")
  // An access key id holds no slash, so the scope is always the last four parts.
  const [accessKeyId, date, region, service, terminator] = scope
  if (
    scope.length !== 5 ||
    !accessKeyId ||
    date === undefined ||
    region === undefined ||
    service === undefined
  ) {
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${fields.get("Credential") ?? ""}'`,
    )
  }
  if (terminator !== "aws4_request") {
    throw invalidSignature(
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator ?? ""}'.`,
    )
  }
  const signedHeaders = (fields.get("SignedHeaders") ?? "").toLowerCase().split(";")
  if (!signedHeaders.includes("host") && !signedHeaders.includes(":authority")) {
    throw invalidSignature(
      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    )
  }
  const signature = fields.get("Signature") ?? ""
  return { accessKeyId, date, region, service, signedHeaders, signature }
}

const parameters = (text: string): Map<string, string> => {
  const fields = new Map<string, string>()
  for (const part of text.split(",")) {
    const pair = part.trim()
    if (pair === "") continue
    const equals = pair.indexOf("=")
    if (equals < 1) {
      throw incomplete(
        `'${pair}' not a valid key=value pair (missing equal-sign) in Authorization header: '${scheme}${text}'.`,
      )
    }
    fields.set(pair.slice(0, equals), pair.slice(equals + 1))
  }
  return fields
}

/** Those of short-term keys, and of long-term ones. */
const keyPrefixes = ["bedrock-api-key-", "ABSK"] as const

/** Whether it has the form of a key that Bedrock gives out. */
export const hasKeyForm = (key: string): boolean =>
  keyPrefixes.some((prefix) => key.startsWith(prefix) && key.length > prefix.length)

const digest = (text: string) => createHash("sha256").update(text).digest()

/**
 * True for the API key, which stands in the place of a signature; false where the header is of something else.
 *
 * @throws AwsError for any other key
 */
export const showsApiKey = (header: string | undefined, apiKey: string | undefined): boolean => {
  if (header === undefined || !/^bearer\s/i.test(header)) return false
  const shown = header.slice(7).trim()
  if (apiKey !== undefined && timingSafeEqual(digest(shown), digest(apiKey))) return true
  throw new AwsError(
    "AccessDeniedException",
    hasKeyForm(shown)
      ? "Authentication failed: Please make sure your API Key is valid."
      : "Invalid API Key format: Must start with pre-defined prefix",
  )
}

const incomplete = (message: string): AwsError =>
  new AwsError("IncompleteSignatureException", message)
