/**
 * AWS Signature Version 4 for requests with a complete body and no query; the signing key is cached.
 *
 * Pure: the caller passes time, credentials and headers. All given headers are signed, and `x-amz-date`,
 * `x-amz-security-token` and `authorization` are added. Not for S3, which encodes paths only once.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHmac, hash } from "node:crypto"

export interface SigningCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

export interface SigningScope {
  readonly region: string
  /** The signing name: `bedrock` for the host `bedrock-runtime`. */
  readonly service: string
}

export interface RequestToSign {
  readonly method: string
  /** As it is sent: each segment encoded once. */
  readonly path: string
  /** Names in lower case; `host` must be one of them. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | string
}

/** RFC 3986: everything but letters, digits and `-._~`. Throws `URIError` for a lone surrogate. */
export const encodeSegment = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** The path in its canonical form: dot segments resolved, every segment encoded a second time. */
const canonicalPath = (path: string): string => {
  const segments: Array<string> = []
  for (const segment of path.split("/")) {
    if (segment === "..") segments.pop()
    else if (segment !== "" && segment !== ".") segments.push(encodeSegment(segment))
  }
  const last = segments.length > 0 && path.endsWith("/") ? "/" : ""
  return `${path.startsWith("/") ? "/" : ""}${segments.join("/")}${last}`
}

/** As a header or a signature says it. */
export const bodyHash = (body: Uint8Array | string): string => hash("sha256", body, "hex")

/** `20261124T192459Z` of a time in milliseconds since 1970. */
const longDateOf = (time: number): string =>
  `${new Date(time).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`

const blockBytes = 64
const hashBytes = 32

/**
 * HMAC-SHA256 with one key, by two hashes (RFC 2104): an object of Node's for each signature costs several
 * times as much as the hashing. For a key of at most 64 bytes.
 */
class HmacKey {
  readonly #inner: Buffer
  readonly #outer = Buffer.alloc(blockBytes + hashBytes)

  constructor(key: Uint8Array) {
    this.#inner = Buffer.alloc(blockBytes)
    for (let at = 0; at < blockBytes; at += 1) {
      this.#inner[at] = (key[at] ?? 0) ^ 0x36
      this.#outer[at] = (key[at] ?? 0) ^ 0x5c
    }
  }

  /** In hexadecimal. */
  sign(text: string): string {
    const message = Buffer.allocUnsafe(blockBytes + Buffer.byteLength(text))
    this.#inner.copy(message)
    message.write(text, blockBytes)
    hash("sha256", message, "buffer").copy(this.#outer, blockBytes)
    return hash("sha256", this.#outer, "hex")
  }
}

/** Signs for one scope. The signing key lives as long as its day and secret; the last path and time are kept too. */
export class SigV4Signer {
  readonly #scope: SigningScope
  #key: HmacKey | undefined
  #keyDay = ""
  #keySecret = ""
  #path = ""
  #canonicalPath = ""
  #second = Number.NaN
  #date = ""

  constructor(scope: SigningScope) {
    this.#scope = scope
  }

  /** The given headers and those of the signature. `time` is milliseconds since 1970. */
  sign(
    request: RequestToSign,
    credentials: SigningCredentials,
    time: number,
  ): Record<string, string> {
    const { method, path, body } = request
    const { accessKeyId, secretAccessKey, sessionToken } = credentials
    const second = Math.floor(time / 1_000)
    if (second !== this.#second) {
      this.#second = second
      this.#date = longDateOf(time)
    }
    const date = this.#date
    const day = date.slice(0, 8)
    const headers: Record<string, string> = { ...request.headers, "x-amz-date": date }
    if (sessionToken) headers["x-amz-security-token"] = sessionToken
    let canonicalHeaders = ""
    const names = Object.keys(headers).sort()
    for (const name of names) canonicalHeaders += `${name}:${oneLine(headers[name] ?? "")}\n`
    const signedHeaders = names.join(";")
    if (path !== this.#path) {
      this.#canonicalPath = canonicalPath(path)
      this.#path = path
    }
    const canonicalRequest = `${method}\n${this.#canonicalPath}\n\n${canonicalHeaders}\n${signedHeaders}\n${bodyHash(body)}`
    const scope = `${day}/${this.#scope.region}/${this.#scope.service}/aws4_request`
    const signature = this.#signingKey(day, secretAccessKey).sign(
      `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash("sha256", canonicalRequest, "hex")}`,
    )
    headers["authorization"] =
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`
    return headers
  }

  #signingKey(day: string, secret: string): HmacKey {
    if (this.#key !== undefined && this.#keyDay === day && this.#keySecret === secret) {
      return this.#key
    }
    let key = Buffer.from(`AWS4${secret}`)
    for (const part of [day, this.#scope.region, this.#scope.service, "aws4_request"]) {
      key = createHmac("sha256", key).update(part).digest()
    }
    this.#key = new HmacKey(key)
    this.#keyDay = day
    this.#keySecret = secret
    return this.#key
  }
}

/** Header values are signed trimmed, with runs of blanks as one space. */
const oneLine = (value: string): string =>
  /^ | $| {2}|[\t\r\n]/.test(value)
    ? value
        .replaceAll(/[\r\n]/g, " ")
        .replaceAll(/[ \t]+/g, " ")
        .replaceAll(/^ | $/g, "")
    : value
