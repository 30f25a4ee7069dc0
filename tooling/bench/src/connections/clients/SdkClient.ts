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
import { type ChatClient, type ChatTarget, cutInSilence } from "./ChatClient.ts"

/** The known workaround: without the flag, the SDK's handler uses its pool for event streams too. */
class PoolingHttp2Handler extends NodeHttp2Handler {
  override handle(...[request, options]: Parameters<NodeHttp2Handler["handle"]>) {
    return super.handle(request, { ...options, isEventStream: false })
  }
}

const handlers = {
  "sdk-default": () => ({}),
  "sdk-handler": () => ({ requestHandler: pooledHttp2Handler() }),
  // The SDK does not look at how many streams the server allows on a session.
  "sdk-pooled": () => ({ requestHandler: new PoolingHttp2Handler({ maxConcurrentStreams: 100 }) }),
  "sdk-http1": () => ({
    requestHandler: new NodeHttpHandler({
      httpsAgent: { maxSockets: 5_000 },
      // Waiting for a socket is measured, so the SDK need not warn of it.
      socketAcquisitionWarningTimeout: 3_600_000,
    }),
  }),
} satisfies Readonly<Record<string, () => Pick<BedrockRuntimeClientConfig, "requestHandler">>>

export const sdkClient = (
  variant: keyof typeof handlers,
  { endpoint, region, ...credentials }: ChatTarget,
): ChatClient => {
  const of = handlers[variant]()
  const client = new BedrockRuntimeClient({ endpoint, region, credentials, ...of })
  return async (modelId, { inferenceConfig, messages, system }, onText) => {
    const command = new ConverseStreamCommand({
      modelId,
      system: [...system],
      messages: [...messages],
      inferenceConfig,
    })
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
