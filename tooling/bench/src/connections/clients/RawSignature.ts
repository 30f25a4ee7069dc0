/**
 * A minimal Signature Version 4 for one POST to Bedrock; the signing key is cached for the day.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHash, createHmac } from "node:crypto"

export interface SigningOptions {
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** Headers of the request, `host` among them. */
export type SignedHeaders = Readonly<Record<string, string>>

const signedNames = "content-type;host;x-amz-date"
const service = "bedrock"

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest()
const hash = (content: string | Buffer) => createHash("sha256").update(content).digest("hex")

/** The path is escaped once more than it is on the wire, as all services but S3 want it. */
const canonicalPath = (path: string): string =>
  path
    .split("/")
    .map((segment) =>
      encodeURIComponent(segment).replaceAll(
        /[!'()*]/g,
        (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join("/")

export class RawSigner {
  readonly #options: SigningOptions
  #day = ""
  #key: Buffer = Buffer.alloc(0)

  constructor(options: SigningOptions) {
    this.#options = options
  }

  sign(host: string, path: string, body: Buffer, now: Date): SignedHeaders {
    const { region, accessKeyId, secretAccessKey } = this.#options
    const stamp = now.toISOString().replaceAll(/[-:]|\.\d{3}/g, "")
    const day = stamp.slice(0, 8)
    if (day !== this.#day) {
      const keys = [day, region, service, "aws4_request"]
      this.#key = keys.reduce<Buffer>(hmac, Buffer.from(`AWS4${secretAccessKey}`))
      this.#day = day
    }
    const canonical =
      `POST\n${canonicalPath(path)}\n\ncontent-type:application/json\nhost:${host}\n` +
      `x-amz-date:${stamp}\n\n${signedNames}\n${hash(body)}`
    const scope = `${day}/${region}/${service}/aws4_request`
    const signature = hmac(
      this.#key,
      `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hash(canonical)}`,
    ).toString("hex")
    return {
      host,
      "content-type": "application/json",
      "x-amz-date": stamp,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signedNames}, Signature=${signature}`,
    }
  }
}
