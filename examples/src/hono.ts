/** Hono and the AI SDK over pooled HTTP/2: `GET /chat?q=` streams an answer, `GET /pool` has the pool's counters. */
import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock"
import { serve } from "@hono/node-server"
import { pooledFetch } from "@manga-assist/connections/http2"
import { streamText } from "ai"
import { Hono } from "hono"
import { stream } from "hono/streaming"

const fetch = pooledFetch()
const baseURL = process.env["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"]
const bedrock = createAmazonBedrock({ fetch, ...(baseURL === undefined ? {} : { baseURL }) })
const model = bedrock("global.anthropic.claude-haiku-4-5-20251001-v1:0")

const app = new Hono()
app.get("/pool", (context) => context.json(fetch.stats()))
app.get("/chat", (context) =>
  stream(context, async (out) => {
    const left = new AbortController()
    out.onAbort(() => left.abort())
    const prompt = context.req.query("q") ?? ""
    const answer = streamText({ model, prompt, abortSignal: left.signal, onError: () => {} })
    try {
      for await (const part of answer.fullStream) {
        if (part.type === "text-delta") await out.write(part.text)
        if (part.type === "error") throw part.error
      }
    } catch {
      await out.write("\n(the answer broke off)")
    }
  }),
)

const port = Number(process.env["PORT"] ?? 8080)
const server = serve({ fetch: app.fetch, port }, () => console.log("ready"))
process.once("SIGTERM", () => {
  server.close()
  void fetch.close()
})
