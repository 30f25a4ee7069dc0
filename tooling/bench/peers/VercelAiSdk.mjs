/**
 * The Vercel AI SDK with its Bedrock provider, reading the full stream with its errors
 * (https://ai-sdk.dev/docs/ai-sdk-core/error-handling), and its caching middleware over Redis
 * (https://ai-sdk.dev/docs/advanced/caching, which replays a piece each 10 ms).
 */
import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock"
import { simulateReadableStream, streamText, wrapLanguageModel } from "ai"
import { Redis } from "ioredis"
import { serveChats } from "../src/peers/PlainServer.ts"

const redis = new Redis(process.env.REDIS_URL)
const bedrock = createAmazonBedrock({
  region: process.env.AWS_REGION,
  accessKeyId: process.env.AWS_ACCESS_KEY_ID,
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
  baseURL: process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME,
})

const cacheMiddleware = {
  specificationVersion: "v4",
  wrapStream: async ({ doStream, params, model }) => {
    const { provider, modelId } = model
    const cacheKey = JSON.stringify({ provider, modelId, params })
    const cached = await redis.get(cacheKey)
    if (cached !== null) {
      const chunks = JSON.parse(cached)
      for (const part of chunks) {
        if (part.type === "response-metadata" && part.timestamp) {
          part.timestamp = new Date(part.timestamp)
        }
      }
      return {
        stream: simulateReadableStream({ initialDelayInMs: 0, chunkDelayInMs: 10, chunks }),
      }
    }
    const { stream, ...rest } = await doStream()
    const fullResponse = []
    const transformStream = new TransformStream({
      transform(chunk, controller) {
        fullResponse.push(chunk)
        controller.enqueue(chunk)
      },
      flush() {
        void redis.set(cacheKey, JSON.stringify(fullResponse))
      },
    })
    return { stream: stream.pipeThrough(transformStream), ...rest }
  },
}

await serveChats(async ({ model, system, messages, inferenceConfig }, say) => {
  const result = streamText({
    model: wrapLanguageModel({ model: bedrock(model), middleware: cacheMiddleware }),
    system,
    messages: messages.map(({ role, text }) => ({ role, content: text })),
    maxOutputTokens: inferenceConfig.maxTokens,
    temperature: inferenceConfig.temperature,
    // Errors are read below; the default would print them as well.
    onError: () => {},
  })
  for await (const part of result.fullStream) {
    if (part.type === "text-delta") say(part.text)
    else if (part.type === "error") throw part.error
  }
})
