/** The compared clients. Region, endpoint and credentials come from the environment. */
import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  ConverseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime"
import { BedrockChat, BedrockTransport, pooledHttp2Handler } from "@manga-assist/connections"
import { pooledFetch } from "@manga-assist/connections/http2"
import { NodeHttp2Handler, NodeHttpHandler } from "@smithy/node-http-handler"
import { Effect, Layer, ManagedRuntime } from "effect"
import { Agent, fetch as undiciFetch } from "undici"
import { type ChatClient, cutInSilence, type Variant } from "./ChatClient.ts"
import { rawClient } from "./RawClient.ts"
import { RawAnswer, rawRequests } from "./RawRequests.ts"

/** Beyond anything that is measured: what is judged is how the transport finds out, not a timer. */
const patient = { firstEventMs: 30_000, gapMs: 30_000 }

/** What a turn of two seconds leaves to the first text; the gap is that of a service in production. */
const budget = { firstEventMs: 1_800, gapMs: 3_000 }

/** This project's client with its default layers and one run of an effect for each chat, as in a server. */
const bedrockChat = async (deadlines: typeof patient): Promise<ChatClient> => {
  const layer = Layer.provide(BedrockChat.layer, BedrockTransport.layer)
  const chat = await ManagedRuntime.make(layer).runPromise(BedrockChat)
  return (modelId, question, onText) =>
    Effect.runPromise(chat.converse({ modelId, ...question, ...deadlines }, { onText }))
}

interface Init {
  readonly method: "POST"
  readonly headers: Record<string, string>
  readonly body: Buffer<ArrayBuffer>
}
interface Answer {
  readonly status: number
  readonly body: AsyncIterable<Uint8Array> | null
}

/** Bedrock over a `fetch` function, with signing and parsing by hand. */
const overFetch = (post: (url: string, init: Init) => Promise<Answer>): ChatClient => {
  const { origin, requestOf } = rawRequests()
  return async (modelId, question, onText) => {
    const { path, ...init } = requestOf(modelId, question)
    const { body, status } = await post(`${origin}${path}`, { method: "POST", ...init })
    if (status !== 200 || body === null) throw new Error(`status ${status}`)
    const answer = new RawAnswer(onText)
    for await (const chunk of body) answer.push(Buffer.from(chunk))
    if (!answer.isWhole) throw new Error(cutInSilence)
  }
}

/** As its documentation and its issues advise against black holes: HTTP/2 first, a PING each second, deadlines. */
const tunedUndici = (): ChatClient => {
  const dispatcher = new Agent({
    allowH2: true,
    connect: { timeout: 1_000, preferH2: true },
    headersTimeout: 1_800,
    bodyTimeout: 3_000,
    h2Options: { pingInterval: 1_000 },
  })
  return overFetch((url, init) => undiciFetch(url, { ...init, dispatcher }))
}

/** The known workaround: without the flag, the SDK's handler uses its pool for event streams too. */
class PoolingHttp2Handler extends NodeHttp2Handler {
  override handle(...[request, options]: Parameters<NodeHttp2Handler["handle"]>) {
    return super.handle(request, { ...options, isEventStream: false })
  }
}

/**
 * The AWS SDK's own client as its guide shows it, one for all chats. The SDK accepts a cut stream as complete; like a
 * careful caller, this checks for `messageStop`.
 */
const sdk = (config: Pick<BedrockRuntimeClientConfig, "requestHandler">): ChatClient => {
  const client = new BedrockRuntimeClient(config)
  return async (modelId, question, onText) => {
    const command = new ConverseStreamCommand({ modelId, ...question })
    const { stream = [] } = await client.send(command)
    let isStopped = false
    for await (const event of stream) {
      const text = event.contentBlockDelta?.delta?.text
      if (text !== undefined && text !== "") onText(text)
      if (event.messageStop !== undefined) isStopped = true
    }
    if (!isStopped) throw new Error(cutInSilence)
  }
}

export const clients = {
  "pooled-fetch": () => overFetch(pooledFetch()),
  "bedrock-chat": () => bedrockChat(patient),
  "bedrock-chat-budget": () => bedrockChat(budget),
  raw: rawClient,
  "undici-h2": tunedUndici,
  "sdk-default": () => sdk({}),
  "sdk-handler": () => sdk({ requestHandler: pooledHttp2Handler() }),
  // The SDK does not look at how many streams the server allows on a session.
  "sdk-pooled": () =>
    sdk({ requestHandler: new PoolingHttp2Handler({ maxConcurrentStreams: 100 }) }),
  "sdk-http1": () =>
    sdk({
      requestHandler: new NodeHttpHandler({
        httpsAgent: { maxSockets: 5_000 },
        // Waiting for a socket is measured, so the SDK need not warn of it.
        socketAcquisitionWarningTimeout: 3_600_000,
      }),
    }),
} satisfies Readonly<Record<Variant, () => ChatClient | Promise<ChatClient>>>
