/**
 * Bedrock by hand, for clients over a bare transport: requests to ConverseStream with a minimal Signature Version 4,
 * whose key is cached for the day, and a minimal but correct reader of the answer.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHmac, hash } from "node:crypto"
import { crc32 } from "node:zlib"
import { type Conversation } from "./Conversation.ts"

const signedNames = "content-type;host;x-amz-date"
const maxFrameBytes = 16 * 1024 * 1024

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest()

/** Where to and as whom, by the environment. Model ids need no escapes. */
export const rawRequests = () => {
  const { env } = process
  const { host, origin } = new URL(env["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] ?? "")
  const [region = "", id = "", secret = ""] = [
    env["AWS_REGION"],
    env["AWS_ACCESS_KEY_ID"],
    env["AWS_SECRET_ACCESS_KEY"],
  ]
  let keptDay = ""
  let key: Buffer = Buffer.alloc(0)
  const requestOf = (modelId: string, question: Conversation, now = new Date()) => {
    const body = Buffer.from(JSON.stringify(question))
    const path = `/model/${modelId}/converse-stream`
    const stamp = now.toISOString().replaceAll(/[-:]|\.\d{3}/g, "")
    const day = stamp.slice(0, 8)
    if (day !== keptDay) {
      key = [day, region, "bedrock", "aws4_request"].reduce<Buffer>(
        hmac,
        Buffer.from(`AWS4${secret}`),
      )
      keptDay = day
    }
    const canonical =
      `POST\n${path}\n\ncontent-type:application/json\nhost:${host}\n` +
      `x-amz-date:${stamp}\n\n${signedNames}\n${hash("sha256", body)}`
    const scope = `${day}/${region}/bedrock/aws4_request`
    const signed = `AWS4-HMAC-SHA256\n${stamp}\n${scope}\n${hash("sha256", canonical)}`
    const headers = {
      "content-type": "application/json",
      "x-amz-date": stamp,
      authorization: `AWS4-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=${signedNames}, Signature=${hmac(key, signed).toString("hex")}`,
    }
    return { path, body, headers }
  }
  return { origin, requestOf }
}

const check = (bytes: Buffer, expected: number, what: string): void => {
  if (crc32(bytes) !== expected) throw new Error(`the checksum of a ${what} does not match`)
}

/**
 * Lengths are bounded, both checksums verified, split frames joined. The answer is whole when `messageStop` was read.
 */
export class RawAnswer {
  readonly #onText: (text: string) => void
  #rest: Buffer | undefined
  isWhole = false

  constructor(onText: (text: string) => void) {
    this.#onText = onText
  }

  /** @throws Error when the bytes are no event stream, or hold an exception */
  push(chunk: Buffer): void {
    const buffer = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk])
    let at = 0
    while (buffer.length - at >= 12) {
      const length = buffer.readUInt32BE(at)
      check(buffer.subarray(at, at + 8), buffer.readUInt32BE(at + 8), "prelude")
      if (length < 16 || length > maxFrameBytes) throw new Error(`a frame of ${length} bytes`)
      if (buffer.length - at < length) break
      this.#frame(buffer.subarray(at, at + length))
      at += length
    }
    this.#rest = at === buffer.length ? undefined : buffer.subarray(at)
  }

  #frame(frame: Buffer): void {
    const end = frame.length - 4
    check(frame.subarray(0, end), frame.readUInt32BE(end), "message")
    const headersEnd = 12 + frame.readUInt32BE(4)
    if (headersEnd > end) throw new Error("headers beyond the message")
    // A name, the type of a text, two bytes of length, and a text of letters: what follows it is no letter.
    const headers = frame.toString("latin1", 12, headersEnd)
    const [, kind, type = ""] = /:(event|exception)-type...([A-Za-z-]+)/su.exec(headers) ?? []
    if (kind !== "event") throw new Error(type)
    this.#event(type, frame.subarray(headersEnd, end))
  }

  #event(type: string, payload: Buffer): void {
    if (type === "messageStop") this.isWhole = true
    if (type !== "contentBlockDelta") return
    const event: { delta?: { text?: unknown } } = JSON.parse(payload.toString("utf8"))
    const text = event.delta?.text
    if (typeof text === "string" && text !== "") this.#onText(text)
  }
}
