/**
 * Through the Portkey gateway with its OpenAI-like stream, headers as in
 * https://portkey.ai/docs/integrations/llms/bedrock/aws-bedrock. No cache: the gateway by itself has none
 * for streams. The gateway itself runs in a thread, as `npx @portkey-ai/gateway --headless` starts it, so that its
 * processor time is that of this process.
 */
import { once } from "node:events"
import { createServer } from "node:net"
import { Worker } from "node:worker_threads"
import { serveChats } from "../src/peers/PlainServer.ts"

const free = createServer().listen(0, "127.0.0.1")
await once(free, "listening")
const { port } = free.address()
free.close()
const program = import.meta.resolve("@portkey-ai/gateway/build/start-server.js")
// Of each stream it says that it cannot write its own log, which nobody reads.
const gateway = new Worker(new URL(program), {
  argv: [`--port=${port}`, "--headless"],
  stderr: true,
  stdout: true,
})

gateway.once("error", (error) => {
  throw error
})

const origin = `http://127.0.0.1:${port}`
const answers = () =>
  fetch(origin).then(
    () => true,
    () => false,
  )
for (let tries = 0; !(await answers()); tries++) {
  if (tries === 200) throw new Error(`the gateway does not answer at ${origin}`)
  await new Promise((resolve) => setTimeout(resolve, 50))
}

const url = `${origin}/v1/chat/completions`
const headers = {
  "content-type": "application/json",
  "x-portkey-provider": "bedrock",
  "x-portkey-aws-access-key-id": process.env.AWS_ACCESS_KEY_ID,
  "x-portkey-aws-secret-access-key": process.env.AWS_SECRET_ACCESS_KEY,
  "x-portkey-aws-region": process.env.AWS_REGION,
  "x-portkey-custom-host": process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME,
}

await serveChats(async ({ model, system, messages, inferenceConfig }, say) => {
  const response = await fetch(url, {
    method: "POST",
    headers,
    body: JSON.stringify({
      model,
      stream: true,
      max_tokens: inferenceConfig.maxTokens,
      temperature: inferenceConfig.temperature,
      messages: [
        { role: "system", content: system },
        ...messages.map(({ role, text }) => ({ role, content: text })),
      ],
    }),
  })
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  let rest = ""
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n")
    rest = lines.pop() ?? ""
    for (const line of lines) {
      if (!line.startsWith("data: ") || line === "data: [DONE]") continue
      const { choices, error } = JSON.parse(line.slice("data: ".length))
      if (error !== undefined) throw new Error(error.message)
      const piece = choices?.[0]?.delta?.content
      if (piece) say(piece)
    }
  }
})
