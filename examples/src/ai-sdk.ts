/**
 * Example: Vercel's AI SDK over the HTTP/2 connection pool of `@manga-assist/connections`. Many answers stream over few
 * connections, and a stream without a chunk for ten seconds fails instead of hanging.
 */
import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock"
import { pooledFetch } from "@manga-assist/connections/http2"
import { streamText } from "ai"

await using fetch = pooledFetch()
const baseURL = process.env["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"]
const bedrock = createAmazonBedrock({ fetch, ...(baseURL === undefined ? {} : { baseURL }) })
const model = bedrock("global.anthropic.claude-haiku-4-5-20251001-v1:0")

const ask = async (prompt: string): Promise<string> => {
  const answer = streamText({ model, prompt, timeout: { chunkMs: 10_000 }, onError: () => {} })
  let text = ""
  for await (const part of answer.fullStream) {
    if (part.type === "text-delta") text += part.text
    // A connection that was lost, or an answer that broke off: never a short answer.
    if (part.type === "error") throw part.error
  }
  return text
}

const answers = await Promise.all(["Who?", "Where?", "When?"].map(ask))
for (const answer of answers) console.log(answer)
console.log(`${fetch.stats().requests} calls over ${fetch.stats().handshakes} connection`)
