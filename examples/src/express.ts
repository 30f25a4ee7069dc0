/** Express sends Bedrock's answer, over pooled HTTP/2, as server-sent events; a browser that leaves aborts the call. */
import { BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime"
import { pooledHttp2Handler } from "@manga-assist/connections/http2"
import express from "express"

const client = new BedrockRuntimeClient({ requestHandler: pooledHttp2Handler(), maxAttempts: 1 })
const app = express()

app.get("/chat", async (request, response) => {
  const { q } = request.query
  const left = new AbortController()
  response.on("close", () => left.abort())
  response.setHeader("content-type", "text/event-stream")
  const send = (event: string, data: unknown) =>
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  try {
    const { stream } = await client.send(
      new ConverseStreamCommand({
        modelId: "global.anthropic.claude-haiku-4-5-20251001-v1:0",
        messages: [{ role: "user", content: [{ text: typeof q === "string" ? q : "" }] }],
      }),
      { abortSignal: left.signal },
    )
    for await (const event of stream ?? []) {
      const text = event.contentBlockDelta?.delta?.text
      if (text !== undefined) send("text", text)
    }
    send("done", {})
  } catch (error) {
    send("failed", error instanceof Error ? error.message : String(error))
  }
  response.end()
})

const server = app.listen(Number(process.env["PORT"] ?? 8080), () => console.log("ready"))
process.once("SIGTERM", () => {
  server.close()
  client.destroy()
})
