/** The AWS SDK with its defaults and one client for the life of the process. */
import { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime"
import { serveChats } from "../src/peers/PlainServer.ts"
import { converseStream } from "./ConverseStream.mjs"
import { cachedByQuestion } from "./QuestionCache.mjs"

const client = new BedrockRuntimeClient({ region: process.env.AWS_REGION })

await serveChats(cachedByQuestion((asked, say) => converseStream(client, asked, say)))
