/**
 * The AWS SDK with one client for the life of the process, over one of its handlers, as its guide reads a stream:
 * https://docs.aws.amazon.com/code-library/latest/ug/bedrock-runtime_example_bedrock-runtime_ConverseStream_AnthropicClaude_section.html
 *
 * Answers are kept in Redis by their question, with a plain GET and SET, because client libraries bring no cache:
 * https://redis.io/docs/latest/develop/use-cases/cache-aside/nodejs/ without its lock against stampedes.
 */
import { BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime"
import { NodeHttp2Handler, NodeHttpHandler } from "@smithy/node-http-handler"
import { Redis } from "ioredis"
import { serveChats } from "../src/peers/PlainServer.ts"

/** Made to keep its sessions for event streams too by the known workaround. */
class PoolingHttp2Handler extends NodeHttp2Handler {
  handle(request, options) {
    return super.handle(request, { ...options, isEventStream: false })
  }
}

const handlers = {
  "sdk-reused": () => undefined,
  // Connections are kept, as its documentation tunes it for many calls at once.
  "sdk-keep-alive": () =>
    new NodeHttpHandler({ httpsAgent: { keepAlive: true, maxSockets: 1_000 } }),
  "sdk-pooled": () => new PoolingHttp2Handler({ maxConcurrentStreams: 100 }),
}

const requestHandler = handlers[process.argv[2]]()
const client = new BedrockRuntimeClient({ region: process.env.AWS_REGION, requestHandler })
const redis = new Redis(process.env.REDIS_URL)

await serveChats(async ({ model, question, system, messages, inferenceConfig }, say) => {
  const key = `answer:${model}:${question}`
  const kept = await redis.get(key)
  if (kept !== null) return say(kept)
  const command = new ConverseStreamCommand({
    modelId: model,
    system: [{ text: system }],
    messages: messages.map(({ role, text }) => ({ role, content: [{ text }] })),
    inferenceConfig,
  })
  const response = await client.send(command)
  let answer = ""
  for await (const item of response.stream) {
    const piece = item.contentBlockDelta?.delta?.text
    if (!piece) continue
    answer += piece
    say(piece)
  }
  await redis.set(key, answer, "EX", 3_600)
})
