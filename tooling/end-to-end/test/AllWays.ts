/** One question by each way in, as its own released client asks it: what is said and what is shown. */
import { Chat } from "@ai-sdk/react"
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client"
import {
  type ChatTransport,
  DefaultChatTransport,
  type UIMessage,
  WebSocketChatTransport,
} from "ai"
import OpenAI from "openai"
import { type Card, connect } from "./ChatClient.ts"
import { GatewayChat } from "./GatewayChat.ts"

export interface Shown {
  readonly text: string
  readonly products: ReadonlyArray<Card>
}

/** What a busy machine left out, too. */
interface Answered extends Shown {
  readonly degraded: unknown
}

interface Details {
  readonly products?: ReadonlyArray<Card>
  readonly degraded?: ReadonlyArray<string>
}
interface Extra {
  readonly manga_assist?: Details
}

type Way = (base: string, question: string) => Promise<Answered>

const maxTries = 20

/** The answer that a machine with time gives: what was left out is asked for again. */
const undisturbed =
  (way: Way) =>
  async (base: string, question: string): Promise<Shown> => {
    for (let tries = 1; ; tries += 1) {
      const { degraded, ...shown } = await way(base, question)
      if ((Array.isArray(degraded) && degraded.length === 0) || tries === maxTries) return shown
    }
  }

const webSocket: Way = async (base, question) => {
  const chat = await connect(base)
  const { last, products, text } = await chat.ask(question)
  chat.close()
  return { products, text, degraded: last["degraded"] }
}

const serverSentEvents: Way = async (base, question) => {
  const reply = await fetch(`${base}/chat`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ id: "q", text: question }),
  })
  const events = (await reply.text()).matchAll(/^data: (.+)$/gmu)
  const frames = [...events].map(([, data = ""]) => JSON.parse(data))
  return {
    text: frames.map(({ text, type }) => (type === "delta" ? text : "")).join(""),
    products: frames.findLast(({ type }) => type === "products")?.products ?? [],
    degraded: frames.at(-1)?.degraded,
  }
}

/** `base` is the gateway's. */
const apiGateway: Way = async (base, question) => {
  const chat = await GatewayChat.open(base)
  chat.ask("q", question)
  const last = await chat.end("q")
  chat.socket.close()
  const products = chat.frames.findLast(({ type }) => type === "products")?.["products"]
  return {
    text: chat.frames.map(({ text, type }) => (type === "delta" ? String(text) : "")).join(""),
    products: (products ?? []) as ReadonlyArray<Card>,
    degraded: last["degraded"],
  }
}

const aiSdkOver = async (
  transport: ChatTransport<UIMessage<Details>>,
  question: string,
): Promise<Answered> => {
  const chat = new Chat<UIMessage<Details>>({ transport })
  await chat.sendMessage({ text: question })
  if (chat.error !== undefined) throw chat.error
  const { metadata, parts = [] } = chat.messages.at(-1) ?? {}
  return {
    degraded: metadata?.degraded,
    text: parts.map((part) => (part.type === "text" ? part.text : "")).join(""),
    products: parts.flatMap((part) => (part.type === "data-products" ? (part.data as Card[]) : [])),
  }
}

const aiSdk: Way = (base, question) =>
  aiSdkOver(new DefaultChatTransport({ api: `${base}/ai` }), question)

const aiSdkSocket: Way = async (base, question) => {
  const transport = new WebSocketChatTransport<UIMessage<Details>>({ url: `${base}/ai` })
  const answered = await aiSdkOver(transport, question)
  transport.close()
  return answered
}

const model = "manga-assist"

const openAiOf = (base: string) => new OpenAI({ baseURL: `${base}/v1`, apiKey: "none" })

const openAiWhole: Way = async (base, content) => {
  const messages = [{ role: "user" as const, content }]
  const answer = await openAiOf(base).chat.completions.create({ model, messages })
  const { degraded, products = [] } = (answer as Extra).manga_assist ?? {}
  return { text: answer.choices[0]?.message.content ?? "", products, degraded }
}

const openAiResponses: Way = async (base, input) => {
  const response = await openAiOf(base).responses.stream({ model, input }).finalResponse()
  const { manga_assist: details } = response as Extra
  return {
    text: response.output_text,
    products: details?.products ?? [],
    degraded: details?.degraded,
  }
}

const openAiStream: Way = async (base, content) => {
  const messages = [{ role: "user" as const, content }]
  const stream = await openAiOf(base).chat.completions.create({ model, messages, stream: true })
  let text = ""
  let degraded: unknown
  let products: ReadonlyArray<Card> = []
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? ""
    const details = (chunk as Extra).manga_assist
    products = details?.products ?? products
    degraded = details?.degraded ?? degraded
  }
  return { text, products, degraded }
}

export const chatWays = [
  ["server-sent events", undisturbed(serverSentEvents)],
  ["the AI SDK", undisturbed(aiSdk)],
  ["the AI SDK's WebSocket", undisturbed(aiSdkSocket)],
  ["OpenAI's format, whole", undisturbed(openAiWhole)],
  ["OpenAI's format, streamed", undisturbed(openAiStream)],
  ["OpenAI's responses", undisturbed(openAiResponses)],
] as const

/** To be asked at the gateway's address. */
export const gatewayWay = undisturbed(apiGateway)

/** What the others are compared with. */
export const firstWay = undisturbed(webSocket)

export const openMcp = async (base: string, query = ""): Promise<Client> => {
  const client = new Client({ name: "suite", version: "1.0.0" })
  await client.connect(new StreamableHTTPClientTransport(new URL(`${base}/mcp${query}`)))
  return client
}

/** What a tool of the store tells. */
export const callTool = async (
  client: Client,
  name: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> => {
  const { structuredContent } = await client.callTool({ name, arguments: { ...input } })
  return structuredContent as Record<string, unknown> // The tools' own shape.
}
