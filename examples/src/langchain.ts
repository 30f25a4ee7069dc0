/**
 * Example: LangChain's Bedrock chat over the HTTP/2 connection pool of `@manga-assist/connections`, through
 * `pooledHttp2Handler`, a request handler for any client of the AWS SDK.
 */
import { ChatBedrockConverse } from "@langchain/aws"
import { pooledHttp2Handler } from "@manga-assist/connections/http2"

const requestHandler = pooledHttp2Handler()
const endpoint = process.env["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"]
const chat = new ChatBedrockConverse({
  model: "global.anthropic.claude-haiku-4-5-20251001-v1:0",
  ...(endpoint === undefined ? {} : { endpointHost: new URL(endpoint).host }),
  clientOptions: { requestHandler, maxAttempts: 1 },
})

const ask = async (question: string): Promise<string> => {
  let text = ""
  for await (const chunk of await chat.stream(question)) text += chunk.text
  return text
}

const answers = await Promise.all(["Who?", "Where?", "When?"].map(ask))
for (const answer of answers) console.log(answer)
const { handshakes } = requestHandler.stats()
console.log(`${answers.length} calls over ${handshakes} connection`)
requestHandler.destroy()
