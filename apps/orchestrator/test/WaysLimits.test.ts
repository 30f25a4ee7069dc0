/** A limit that one way used up holds on all others: they count together, and say the same. */
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client"
import { Chat } from "@ai-sdk/react"
import {
  DefaultChatTransport,
  type ChatTransport,
  type UIMessage,
  WebSocketChatTransport,
} from "ai"
import OpenAI, { APIError } from "openai"
import { afterEach, expect, it } from "vitest"
import { layerUws } from "../src/transport/UwsSocketServer.ts"
import { ChatClient } from "./ChatClient.ts"
import { startServer, type TestServer } from "./TestServer.ts"

const sentence = "too many messages in one minute; wait a little"
const perMinute = 3

let server: TestServer | undefined
afterEach(() => server?.close())

/** What is said to the caller: undefined where there is an answer. */
type Way = (server: TestServer, user: string, id: string) => Promise<string | undefined>

const socket: Way = async ({ url }, user, id) => {
  const chat = await ChatClient.open(url(`?user=${user}`))
  chat.message(id, "hello")
  const end = await chat.end(id)
  await chat.close()
  return end.type === "error" ? end.message : undefined
}

const posted: Way = async ({ http }, user, id) => {
  const reply = await fetch(`${http}/chat?user=${user}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ id, text: "hello" }),
  })
  const text = await reply.text()
  if (reply.ok) return undefined
  const { error }: { error: { message: string } } = JSON.parse(text)
  return error.message
}

const chatOver = async (transport: ChatTransport<UIMessage>, id: string) => {
  const chat = new Chat({ id, transport })
  await chat.sendMessage({ text: "hello" })
  return chat.error?.message
}

const aiSdk: Way = ({ http }, user, id) =>
  chatOver(new DefaultChatTransport({ api: `${http}/ai?user=${user}` }), `ai-${id}`)

const aiSdkSocket: Way = async ({ http }, user, id) => {
  const transport = new WebSocketChatTransport({ url: `${http}/ai`, params: { user } })
  const said = await chatOver(transport, `socket-${id}`)
  transport.close()
  return said
}

const openAi: Way = async ({ http }, user) => {
  const client = new OpenAI({ baseURL: `${http}/v1`, apiKey: "none", maxRetries: 0 })
  try {
    await client.chat.completions.create(
      { model: "manga-assist", messages: [{ role: "user", content: "hello" }] },
      { query: { user } },
    )
    return undefined
  } catch (error) {
    return error instanceof APIError ? error.message.replace(/^429 /, "") : String(error)
  }
}

const mcp: Way = async ({ http }, user) => {
  const client = new Client({ name: "suite", version: "1.0.0" })
  await client.connect(new StreamableHTTPClientTransport(new URL(`${http}/mcp?user=${user}`)))
  const answer = await client.callTool({ name: "find_products", arguments: { words: "hello" } })
  await client.close()
  return answer.isError === true ? JSON.stringify(answer.content) : undefined
}

const ways: ReadonlyArray<readonly [string, Way]> = [
  ["WebSocket", socket],
  ["server-sent events", posted],
  ["the AI SDK", aiSdk],
  ["the AI SDK's WebSocket", aiSdkSocket],
  ["OpenAI's format", openAi],
  ["MCP", mcp],
]

it.each(ways)("what was used up by %s is used up for all", async (_, first) => {
  server = await startServer(layerUws, { rateLimitPerMinute: perMinute })
  for (let index = 0; index < perMinute; index += 1) {
    expect(await first(server, "demo-01", `first-${index}`)).toBeUndefined()
  }
  for (const [name, way] of ways) {
    expect([name, await way(server, "demo-01", "second")]).toEqual([
      name,
      expect.stringContaining(sentence),
    ])
  }
  // Nobody else pays for it.
  expect(await first(server, "demo-02", "other")).toBeUndefined()
})
