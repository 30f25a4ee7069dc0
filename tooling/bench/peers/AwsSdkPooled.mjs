/** The AWS SDK over its HTTP/2 handler, made to keep its sessions for event streams too by the known workaround. */
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime"
import { NodeHttp2Handler } from "@smithy/node-http-handler"
import { serveChats } from "../src/peers/PlainServer.ts"
import { converseStream } from "./ConverseStream.mjs"
import { cachedByQuestion } from "./QuestionCache.mjs"

class PoolingHttp2Handler extends NodeHttp2Handler {
  handle(request, options) {
    return super.handle(request, { ...options, isEventStream: false })
  }
}

const client = new BedrockRuntimeClient({
  region: process.env.AWS_REGION,
  requestHandler: new PoolingHttp2Handler({ maxConcurrentStreams: 100 }),
})

await serveChats(cachedByQuestion((asked, say) => converseStream(client, asked, say)))
