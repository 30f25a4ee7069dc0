/**
 * Example: the AWS SDK's Bedrock client over the HTTP/2 pool of `@manga-assist/connections`. The pool connects before
 * the first request and reports its events, here each connection that was closed; three calls at once share one
 * connection.
 */
import { BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime"
import { pooledHttp2Handler } from "@manga-assist/connections/http2"

const requestHandler = pooledHttp2Handler({
  onEvent: (event) => {
    if (event.type === "session-closed") console.error(`session ${event.session}: ${event.reason}`)
  },
})
const client = new BedrockRuntimeClient({ requestHandler, maxAttempts: 1 })
const endpoint = process.env["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"]
await requestHandler.warm(endpoint ?? "https://bedrock-runtime.us-east-1.amazonaws.com", 1)

const ask = async (text: string): Promise<string> => {
  const { stream } = await client.send(
    new ConverseStreamCommand({
      modelId: "global.anthropic.claude-haiku-4-5-20251001-v1:0",
      messages: [{ role: "user", content: [{ text }] }],
    }),
  )
  let answer = ""
  for await (const event of stream ?? []) answer += event.contentBlockDelta?.delta?.text ?? ""
  return answer
}

const answers = await Promise.all(["Who?", "Where?", "When?"].map(ask))
for (const answer of answers) console.log(answer)
console.log(`${answers.length} calls over ${requestHandler.stats().handshakes} connection`)
client.destroy()
