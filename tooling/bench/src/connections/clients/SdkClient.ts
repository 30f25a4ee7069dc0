/**
 * The AWS SDK's own Bedrock client as its guide shows it, one for all chats, over one of several request handlers.
 *
 * The SDK accepts a cut stream as complete; like a careful caller, this checks for `messageStop`.
 */
import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  ConverseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime"
import { pooledHttp2Handler } from "@manga-assist/connections"
import { NodeHttp2Handler, NodeHttpHandler } from "@smithy/node-http-handler"
import { type ChatClient, type ChatTarget, cutInSilence, type Variant } from "./ChatClient.ts"
import { conversation } from "./Conversation.ts"
import type { FetchVariant } from "./FetchClient.ts"
import { modelIdOf } from "./StreamShape.ts"

/** The known workaround: without the flag, the SDK's handler uses its pool for event streams too. */
class PoolingHttp2Handler extends NodeHttp2Handler {
  override handle(...[request, options]: Parameters<NodeHttp2Handler["handle"]>) {
    return super.handle(request, { ...options, isEventStream: false })
  }
}

/** Streams of one session; the SDK does not look at what the server allows. */
const streamsPerSession = 100

/** Waiting for a socket is measured, so the SDK need not warn of it. */
const http1 = () =>
  new NodeHttpHandler({
    httpsAgent: { maxSockets: 5_000 },
    socketAcquisitionWarningTimeout: 3_600_000,
  })

export type SdkVariant = Exclude<
  Variant,
  "bedrock-chat" | "bedrock-chat-budget" | "raw" | FetchVariant
>

export const sdkClient = (
  variant: SdkVariant,
  { endpoint, region, ...credentials }: ChatTarget,
): ChatClient => {
  const handler = variant === "sdk-handler" ? pooledHttp2Handler() : undefined
  const client = new BedrockRuntimeClient({
    endpoint,
    region,
    credentials,
    ...(handler === undefined ? handlerOf(variant) : { requestHandler: handler }),
  })
  let chats = 0
  return {
    chat: async (shape, onText) => {
      const { system, messages, inferenceConfig } = conversation(chats++)
      const { stream } = await client.send(
        new ConverseStreamCommand({
          modelId: modelIdOf(shape),
          system: [...system],
          messages: [...messages],
          inferenceConfig,
        }),
      )
      let isStopped = false
      for await (const event of stream ?? []) {
        const text = event.contentBlockDelta?.delta?.text
        if (text !== undefined && text !== "") onText(text)
        if (event.messageStop !== undefined) isStopped = true
      }
      if (!isStopped) throw new Error(cutInSilence)
    },
    ...(handler === undefined ? {} : { warm: () => handler.warm(endpoint) }),
  }
}

const handlerOf = (variant: SdkVariant): Pick<BedrockRuntimeClientConfig, "requestHandler"> => {
  switch (variant) {
    case "sdk-pooled":
      return {
        requestHandler: new PoolingHttp2Handler({ maxConcurrentStreams: streamsPerSession }),
      }
    case "sdk-http1":
      return { requestHandler: http1() }
    default:
      return {}
  }
}
