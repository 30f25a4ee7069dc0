/**
 * A process of its own that asks a model through the cache, many times at once, and tells how each was answered.
 *
 * `node askingProcess.ts <redis url> <calls>`: a line of input is `{ "prompt": …, other settings }`, an empty one the end.
 */
import * as readline from "node:readline"
import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock"
import { pooledFetch } from "@manga-assist/connections/http2"
import { streamText, wrapLanguageModel } from "ai"
import { safeCacheMiddleware } from "../src/ai-sdk.ts"

const [, , redisUrl = "", count = "1"] = process.argv
const baseURL = process.env["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] ?? ""
await using fetch = pooledFetch()
await using middleware = await safeCacheMiddleware({ freshForMs: 60_000, redisUrl })
const model = wrapLanguageModel({
  model: createAmazonBedrock({ baseURL, fetch })("global.anthropic.claude-haiku-4-5-20251001-v1:0"),
  middleware,
})

const ask = async (asked: { prompt: string; maxOutputTokens?: number }) => {
  const answer = streamText({ model, maxRetries: 0, onError: () => {}, ...asked })
  const told = { text: "", chunks: 0, source: "", finish: "", error: "" }
  try {
    for await (const part of answer.fullStream) {
      if (part.type === "text-delta") {
        told.text += part.text
        told.chunks += 1
      }
      if (part.type === "error") throw part.error
      if (part.type === "finish-step") {
        const source = part.providerMetadata?.["safeCache"]?.["source"]
        told.source = typeof source === "string" ? source : ""
        told.finish = part.finishReason
      }
    }
  } catch (error) {
    told.error = String(error)
  }
  return told
}

const lines = readline.createInterface({ input: process.stdin })
process.stdout.write("ready\n")
for await (const line of lines) {
  if (line === "") break
  const all = await Promise.all(Array.from({ length: Number(count) }, () => ask(JSON.parse(line))))
  process.stdout.write(`${JSON.stringify(all)}\n`)
}
lines.close()
