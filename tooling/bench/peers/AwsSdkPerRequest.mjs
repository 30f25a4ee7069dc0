/** The AWS SDK with its defaults and, as in the functions of its guide, a client for each request. */
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime"
import { serveChats } from "../src/peers/PlainServer.ts"
import { converseStream } from "./ConverseStream.mjs"
import { cachedByQuestion } from "./QuestionCache.mjs"

await serveChats(
  cachedByQuestion((asked, say) => {
    const client = new BedrockRuntimeClient({ region: process.env.AWS_REGION })
    return converseStream(client, asked, say)
  }),
)
