/**
 * Verifies AWS Signature Version 4 of a request as it arrived, or its API key, and refuses as AWS does.
 *
 * The canonical form is made here from the raw path, headers and body, without a client library. Only the signing key
 * of the date used last is cached.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto"
import { AwsError, invalidSignature } from "../wire/AwsError.ts"
import { authorizationFields, type Authorization, showsApiKey } from "./Authorization.ts"
import { canonicalPaths, canonicalQuery, trimHeader } from "./CanonicalRequest.ts"

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export interface SignedRequest {
  readonly method: string
  /** Path and query exactly as sent. */
  readonly target: string
  /** Names and values in turn, as `rawHeaders` of Node gives them. */
  readonly rawHeaders: ReadonlyArray<string>
  readonly body: Buffer
}

/** AWS allows five minutes between the two clocks. */
const skewMs = 300_000
const amzDate = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/

const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex")
const hmac = (key: string | Buffer, data: string): Buffer =>
  createHmac("sha256", key).update(data).digest()

/** Makes a verifier; it throws an `AwsError` for a request that AWS would refuse. */
export const makeVerifier = (options: {
  readonly credentials: Credentials
  /** Accepted in the place of a signature; none when absent. */
  readonly apiKey?: string | undefined
  readonly region: string
  readonly service: string
}): ((request: SignedRequest, now?: number) => void) => {
  const { apiKey, credentials, region, service } = options
  let kept: { readonly date: string; readonly key: Buffer } | undefined

  const signingKey = (date: string): Buffer => {
    if (kept?.date !== date) {
      const dated = hmac(`AWS4${credentials.secretAccessKey}`, date)
      const key = hmac(hmac(hmac(dated, region), service), "aws4_request")
      kept = { date, key }
    }
    return kept.key
  }

  return (request, now = Date.now()) => {
    const headers = headerValues(request.rawHeaders)
    if (showsApiKey(headers.get("authorization"), apiKey)) return
    const authorization = authorizationFields(headers.get("authorization"))
    const date = signingTime(headers)
    checkScope(authorization, date, { region, service })
    if (authorization.accessKeyId !== credentials.accessKeyId) {
      throw new AwsError(
        "UnrecognizedClientException",
        "The security token included in the request is invalid.",
      )
    }
    checkSkew(date, now)
    const question = request.target.indexOf("?")
    const path = question < 0 ? request.target : request.target.slice(0, question)
    const query = question < 0 ? "" : request.target.slice(question + 1)
    const signed = authorization.signedHeaders.map((name) => {
      const value = headers.get(name)
      if (value === undefined) throw mismatch()
      return `${name}:${value}\n`
    })
    const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`
    const given = Buffer.from(authorization.signature)
    const matches = canonicalPaths(path).some((canonicalPath) => {
      const canonical = [
        request.method,
        canonicalPath,
        canonicalQuery(query),
        signed.join(""),
        authorization.signedHeaders.join(";"),
        sha256(request.body),
      ].join("\n")
      const text = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`
      const expected = Buffer.from(hmac(signingKey(date.slice(0, 8)), text).toString("hex"))
      return expected.length === given.length && timingSafeEqual(expected, given)
    })
    if (!matches) throw mismatch()
  }
}

/** Lower-case names; several values of one name are joined by commas; `host` is `:authority` on h2. */
const headerValues = (raw: ReadonlyArray<string>): Map<string, string> => {
  const values = new Map<string, string>()
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? "").toLowerCase()
    const value = trimHeader(raw[index + 1] ?? "")
    const before = values.get(name)
    values.set(name, before === undefined ? value : `${before},${value}`)
  }
  const authority = values.get(":authority")
  if (authority !== undefined && !values.has("host")) values.set("host", authority)
  return values
}

const signingTime = (headers: Map<string, string>): string => {
  const own = headers.get("x-amz-date")
  if (own !== undefined && amzDate.test(own)) return own
  const plain = Date.parse(headers.get("date") ?? "")
  if (own === undefined && !Number.isNaN(plain)) return compactDate(plain)
  throw new AwsError(
    own === undefined ? "IncompleteSignatureException" : "InvalidSignatureException",
    own === undefined
      ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
      : "Date must be in ISO-8601 'basic format'.",
  )
}

const checkScope = (
  authorization: Authorization,
  date: string,
  expected: { readonly region: string; readonly service: string },
): void => {
  if (authorization.region !== expected.region) {
    throw invalidSignature(
      `Credential should be scoped to a valid region, not '${authorization.region}'.`,
    )
  }
  if (authorization.service !== expected.service) {
    throw invalidSignature(`Credential should be scoped to correct service: '${expected.service}'.`)
  }
  if (authorization.date !== date.slice(0, 8)) {
    throw invalidSignature(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${authorization.date}' != '${date.slice(0, 8)}', from '${date}'.`,
    )
  }
}

const checkSkew = (date: string, now: number): void => {
  const at = Date.parse(date.replace(amzDate, "$1-$2-$3T$4:$5:$6Z"))
  if (at < now - skewMs) {
    throw invalidSignature(
      `Signature expired: ${date} is now earlier than ${compactDate(now - skewMs)} (${compactDate(now)} - 5 min.)`,
    )
  }
  if (!(at <= now + skewMs)) {
    throw invalidSignature(
      `Signature not yet current: ${date} is still later than ${compactDate(now + skewMs)} (${compactDate(now)} + 5 min.)`,
    )
  }
}

const compactDate = (at: number): string =>
  new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/g, "")

const mismatch = (): AwsError =>
  invalidSignature(
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  )
