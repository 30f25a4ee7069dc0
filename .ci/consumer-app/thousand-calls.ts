/** 1,000 streamed calls of a plain SDK client with the handler in it: at most 4 connections, or exit 1. */
import { BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime"
import { pooledHttp2Handler } from "@manga-assist/connections"

const calls = 1_000
const atOnce = 50

const handler = pooledHttp2Handler()
const client = new BedrockRuntimeClient({ requestHandler: handler })

/** What the server counted. */
const handshakes = async (): Promise<number> => {
  const stats = (await (await fetch(`${process.env["ADMIN_URL"]}/stats`)).json()) as {
    bedrock: { handshakes: number }
  }
  return stats.bedrock.handshakes
}

const call = async (): Promise<void> => {
  const { stream } = await client.send(
    new ConverseStreamCommand({
      modelId: "jp.anthropic.claude-haiku-4-5-20251001-v1:0",
      messages: [{ role: "user", content: [{ text: "hello" }] }],
      inferenceConfig: { maxTokens: 16 },
    }),
  )
  let stopped = false
  for await (const event of stream ?? []) if (event.messageStop !== undefined) stopped = true
  if (!stopped) throw new Error("a stream ended without messageStop")
}

const before = await handshakes()
for (let done = 0; done < calls; done += atOnce) {
  await Promise.all(Array.from({ length: atOnce }, call))
}
const opened = (await handshakes()) - before
client.destroy()
console.log(`Node ${process.versions.node}: ${calls} calls over ${opened} connections`)
if (opened > 4) process.exitCode = 1
