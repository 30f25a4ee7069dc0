/** The AWS SDK over HTTP/1.1 with connections that are kept, as its documentation tunes it for many calls at once. */
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime"
import { NodeHttpHandler } from "@smithy/node-http-handler"
import { serveChats } from "../src/peers/PlainServer.ts"
import { converseStream } from "./ConverseStream.mjs"
import { cachedByQuestion } from "./QuestionCache.mjs"

const client = new BedrockRuntimeClient({
  region: process.env.AWS_REGION,
  requestHandler: new NodeHttpHandler({ httpsAgent: { keepAlive: true, maxSockets: 1_000 } }),
})

await serveChats(cachedByQuestion((asked, say) => converseStream(client, asked, say)))
