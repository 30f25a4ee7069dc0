/**
 * Bedrock over a `fetch` function, with signing and parsing by hand: `pooledFetch`, and undici as its documentation and
 * its issues advise against black holes: HTTP/2 first, a PING each second, deadlines.
 */
import { pooledFetch } from "@manga-assist/connections/http2"
import { Agent, fetch as undiciFetch } from "undici"
import { type ChatClient, type ChatTarget, cutInSilence } from "./ChatClient.ts"
import { RawAnswer } from "./RawAnswer.ts"
import { rawRequests } from "./RawSignature.ts"

interface Answer {
  readonly status: number
  readonly body: AsyncIterable<Uint8Array> | null
}

type Post = (
  url: string,
  init: { method: "POST"; headers: Record<string, string>; body: Buffer<ArrayBuffer> },
) => Promise<Answer>

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
  const requestOf = rawRequests(target)
  return async (modelId, question, onText) => {
    const { path, ...init } = requestOf(modelId, question)
    const { body, status } = await post(`${target.endpoint}${path}`, { method: "POST", ...init })
    if (status !== 200 || body === null) throw new Error(`status ${status}`)
    const answer = new RawAnswer(onText)
    for await (const chunk of body) answer.push(Buffer.from(chunk))
    if (!answer.isWhole) throw new Error(cutInSilence)
  }
}
