/**
 * Requests to ConverseStream with a minimal Signature Version 4; the signing key is cached for the day.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHash, createHmac } from "node:crypto"
import { type ChatTarget } from "./ChatClient.ts"
import { type Conversation } from "./Conversation.ts"

const signedNames = "content-type;host;x-amz-date"

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

/** Headers of a POST, without the host that they are signed for. */
export const rawSigner = ({ accessKeyId, endpoint, region, secretAccessKey }: ChatTarget) => {
  const { host } = new URL(endpoint)
  let keptDay = ""
  let key: Buffer = Buffer.alloc(0)
  return (path: string, body: Buffer, now: Date) => {
    const stamp = now.toISOString().replaceAll(/[-:]|\.\d{3}/g, "")
    const day = stamp.slice(0, 8)
    if (day !== keptDay) {
      const parts = [day, region, "bedrock", "aws4_request"]
      key = parts.reduce<Buffer>(hmac, Buffer.from(`AWS4${secretAccessKey}`))
      keptDay = day
    }
    const canonical =
      `POST\n${canonicalPath(path)}\n\ncontent-type:application/json\nhost:${host}\n` +
      `x-amz-date:${stamp}\n\n${signedNames}\n${hash(body)}`
    const scope = `${day}/${region}/bedrock/aws4_request`
    const signed = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hash(canonical)}`
    return {
      "content-type": "application/json",
      "x-amz-date": stamp,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signedNames}, Signature=${hmac(key, signed).toString("hex")}`,
    }
  }
}

export const rawRequests = (target: ChatTarget) => {
  const sign = rawSigner(target)
  return (modelId: string, question: Conversation) => {
    const body = Buffer.from(JSON.stringify(question))
    const path = `/model/${encodeURIComponent(modelId)}/converse-stream`
    return { path, body, headers: sign(path, body, new Date()) }
  }
}
