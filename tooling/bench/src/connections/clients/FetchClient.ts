/**
 * A Bedrock client over a `fetch` function, with signing and parsing by hand; its two variants differ only in their
 * `fetch` (`pooledFetch`, tuned undici).
 *
 * An answer that ends without `messageStop` fails as `cutInSilence`: the transport itself reported no error.
 */
import { pooledFetch } from "@manga-assist/connections/http2"
import { Agent, fetch as undiciFetch } from "undici"
import { type ChatClient, type ChatTarget, cutInSilence } from "./ChatClient.ts"
import { conversation } from "./Conversation.ts"
import { RawFrameReader } from "./RawFrameReader.ts"
import { RawSigner } from "./RawSignature.ts"
import { modelIdOf } from "./StreamShape.ts"

interface Answer {
  readonly status: number
  readonly body: AsyncIterable<Uint8Array> | null
}

type Post = (
  url: string,
  init: { method: "POST"; headers: Record<string, string>; body: Buffer<ArrayBuffer> },
) => Promise<Answer>

/** As its documentation and its issues advise against black holes: HTTP/2 first, a PING each second, deadlines. */
const tunedUndici = (): Post => {
  const dispatcher = new Agent({
    allowH2: true,
    connect: { timeout: 1_000, preferH2: true },
    headersTimeout: 1_800,
    bodyTimeout: 3_000,
    h2Options: { pingInterval: 1_000 },
  })
  return (url, init) => undiciFetch(url, { ...init, dispatcher })
}

export type FetchVariant = "pooled-fetch" | "undici-h2"

export const fetchClient = (variant: FetchVariant, target: ChatTarget): ChatClient => {
  const post: Post = variant === "pooled-fetch" ? pooledFetch() : tunedUndici()
  const signer = new RawSigner(target)
  const { host } = new URL(target.endpoint)
  let chats = 0
  return {
    chat: async (shape, onText) => {
      const { system, messages, inferenceConfig } = conversation(chats++)
      const body = Buffer.from(JSON.stringify({ system, messages, inferenceConfig }))
      const path = `/model/${encodeURIComponent(modelIdOf(shape))}/converse-stream`
      const { host: _, ...headers } = signer.sign(host, path, body, new Date())
      const answer = await post(`${target.endpoint}${path}`, { method: "POST", headers, body })
      if (answer.status !== 200 || answer.body === null) throw new Error(`status ${answer.status}`)
      let isStopped = false
      const reader = new RawFrameReader((type, payload) => {
        if (type === "contentBlockDelta") {
          const event: { delta?: { text?: unknown } } = JSON.parse(payload.toString("utf8"))
          const text = event.delta?.text
          if (typeof text === "string" && text !== "") onText(text)
        } else if (type === "messageStop") isStopped = true
      })
      for await (const chunk of answer.body) reader.push(Buffer.from(chunk))
      if (!isStopped) throw new Error(cutInSilence)
    },
  }
}
