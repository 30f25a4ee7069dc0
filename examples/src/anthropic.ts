/**
 * Example: Anthropic's own client for Bedrock over the HTTP/2 connection pool of `@manga-assist/connections`. Three
 * streamed calls share its connections, and an answer that broke off is an error instead of a shorter text.
 */
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk"
import { pooledFetch } from "@manga-assist/connections/http2"

await using fetch = pooledFetch()
const client = new AnthropicBedrock({
  fetch,
  baseURL: process.env["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] ?? null,
})

const ask = async (content: string): Promise<string> => {
  const stream = await client.messages.create({
    model: "global.anthropic.claude-haiku-4-5-20251001-v1:0",
    max_tokens: 200,
    messages: [{ role: "user", content }],
    stream: true,
  })
  let text = ""
  let stopped = false
  for await (const event of stream) {
    if (event.type === "content_block_delta" && event.delta.type === "text_delta") {
      text += event.delta.text
    }
    if (event.type === "message_stop") stopped = true
  }
  if (!stopped) throw new Error("the answer broke off")
  return text
}

const answers = await Promise.all(["Who?", "Where?", "When?"].map(ask))
for (const answer of answers) console.log(answer)
console.log(`${fetch.stats().requests} calls over ${fetch.stats().handshakes} connection`)
