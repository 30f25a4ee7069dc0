/** What the pool promises, kept through each client that it is put under. */
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createAmazonBedrock } from "@ai-sdk/amazon-bedrock"
import { AnthropicBedrock } from "@anthropic-ai/bedrock-sdk"
import { BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime"
import { ChatBedrockConverse } from "@langchain/aws"
import {
  type BedrockEmulator,
  chatLatency,
  startBedrockEmulator,
} from "@manga-assist/bedrock-emulator"
import {
  pooledFetch,
  type PooledHttp2Handler,
  pooledHttp2Handler,
} from "@manga-assist/connections/http2"
import { streamText } from "ai"
import { afterEach, beforeEach, describe, expect, it } from "vitest"

const model = "global.anthropic.claude-haiku-4-5-20251001-v1:0"
const answer = "It was a quiet evening, and nobody in the village knew what would come."
const dataDir = mkdtempSync(join(tmpdir(), "adapters-"))

interface Client {
  /** The text of one streamed answer; `onText` is called as it comes. */
  readonly ask: (question: string, onText?: () => void) => Promise<string>
  readonly handler: PooledHttp2Handler
}

const clients: Record<string, (emulator: BedrockEmulator) => Client> = {
  "AI SDK": ({ ca, credentials, region, url }) => {
    const fetch = pooledFetch({ ca })
    const bedrock = createAmazonBedrock({ ...credentials, region, baseURL: url, fetch })
    return {
      handler: fetch.handler,
      ask: async (prompt, onText) => {
        const shared = { model: bedrock(model), prompt, maxRetries: 0, onError: () => {} }
        let text = ""
        for await (const part of streamText(shared).fullStream) {
          if (part.type === "error") throw part.error
          if (part.type !== "text-delta") continue
          text += part.text
          onText?.()
        }
        return text
      },
    }
  },
  LangChain: ({ ca, credentials, region, url }) => {
    const handler = pooledHttp2Handler({ ca })
    const chat = new ChatBedrockConverse({
      model,
      region,
      credentials,
      maxRetries: 0,
      endpointHost: new URL(url).host,
      clientOptions: { requestHandler: handler, maxAttempts: 1 },
    })
    return {
      handler,
      ask: async (question, onText) => {
        let text = ""
        for await (const chunk of await chat.stream(question)) {
          text += chunk.text
          if (chunk.text !== "") onText?.()
        }
        return text
      },
    }
  },
  "AWS SDK": ({ ca, credentials, region, url: endpoint }) => {
    const handler = pooledHttp2Handler({ ca })
    const client = new BedrockRuntimeClient({
      region,
      endpoint,
      credentials,
      requestHandler: handler,
      maxAttempts: 1,
    })
    return {
      handler,
      ask: async (question, onText) => {
        const messages = [{ role: "user" as const, content: [{ text: question }] }]
        const { stream } = await client.send(
          new ConverseStreamCommand({ modelId: model, messages }),
        )
        let text = ""
        for await (const event of stream ?? []) {
          const delta = event.contentBlockDelta?.delta?.text
          if (delta === undefined) continue
          text += delta
          onText?.()
        }
        return text
      },
    }
  },
  "Anthropic's client": ({ ca, credentials, region, url }) => {
    const fetch = pooledFetch({ ca })
    const client = new AnthropicBedrock({
      awsAccessKey: credentials.accessKeyId,
      awsSecretKey: credentials.secretAccessKey,
      awsRegion: region,
      baseURL: url,
      maxRetries: 0,
      fetch,
    })
    return {
      handler: fetch.handler,
      ask: async (content, onText) => {
        const messages = [{ role: "user" as const, content }]
        const stream = await client.messages.create({
          model,
          max_tokens: 99,
          messages,
          stream: true,
        })
        let text = ""
        for await (const event of stream) {
          if (event.type !== "content_block_delta" || event.delta.type !== "text_delta") continue
          text += event.delta.text
          onText?.()
        }
        return text
      },
    }
  },
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => Promise.reject(new Error(`it succeeded: ${String(value)}`)),
    (error: unknown) => error,
  )

/** Every reason of the pool's along the causes of an error. */
const reasonsOf = (error: unknown): ReadonlyArray<unknown> =>
  error instanceof Error
    ? [...("reason" in error ? [error.reason] : []), ...reasonsOf(error.cause)]
    : []

/** Anthropic's client says of every time-out that it was one, and drops the cause. */
const unreachable = (error: unknown): boolean =>
  reasonsOf(error).includes("connect-timeout") ||
  (error instanceof Error && error.message === "Request timed out.")

describe.each(Object.keys(clients))("%s", (name) => {
  let emulator: BedrockEmulator
  let client: Client
  beforeEach(async () => {
    const latency = chatLatency(50, 1)
    emulator = await startBedrockEmulator({ dataDir, latency, answers: [{ text: answer }] })
    client = clients[name]!(emulator)
  })
  afterEach(async () => {
    client.handler.destroy()
    await emulator.close()
  })

  it("carries 300 streams, 50 at once, over at most 2 connections", async () => {
    let left = 300
    const caller = async () => {
      while (left-- > 0) expect(await client.ask("hello")).toBe(answer)
    }
    await Promise.all(Array.from({ length: 50 }, caller))
    expect(emulator.stats().streamsOpened).toBe(300)
    expect(emulator.stats().handshakes).toBeLessThanOrEqual(2)
  })

  it("carries 300 streams at once over at most 6", async () => {
    const all = await Promise.all(Array.from({ length: 300 }, () => client.ask("hello")))
    expect(new Set(all)).toEqual(new Set([answer]))
    expect(emulator.stats().handshakes).toBeLessThanOrEqual(6)
  })

  it("is told of a black hole within 2 s, in open answers and new calls", async () => {
    // Open answers wait in their middle while the path disappears beneath them.
    emulator.break({ kind: "stall", afterEvents: 4, operation: operationOf(name) })
    let streaming = 0
    const open = Array.from({ length: 20 }, () => {
      let begun = false
      return failure(
        client.ask("hello", () => {
          if (!begun) streaming += 1
          begun = true
        }),
      )
    })
    await expect.poll(() => streaming, { interval: 5 }).toBe(20)
    emulator.break({ kind: "black-hole" })
    const startedAt = performance.now()
    const told = (promise: Promise<unknown>) =>
      promise.then((error) => ({ error, ms: performance.now() - startedAt }))
    const fresh = failure(client.ask("hello"))
    for (const { error, ms } of await Promise.all(open.map(told))) {
      expect(reasonsOf(error)).toContain("body-cut")
      expect(ms).toBeLessThan(2_000)
    }
    const { error, ms } = await told(fresh)
    expect(unreachable(error)).toBe(true)
    expect(ms).toBeLessThan(2_000)
    const newStartedAt = performance.now()
    expect(unreachable(await failure(client.ask("hello")))).toBe(true)
    expect(performance.now() - newStartedAt).toBeLessThan(2_000)
    emulator.break()
    expect(await client.ask("hello")).toBe(answer)
  })

  it.each(["fin", "reset"] as const)("is told of an answer cut by %s", async (kind) => {
    emulator.break({ kind, afterEvents: 6, operation: operationOf(name) })
    expect(reasonsOf(await failure(client.ask("hello")))).toContain("body-cut")
    emulator.break()
    expect(await client.ask("hello")).toBe(answer)
  })

  it("is told of an exception within an answer", async () => {
    emulator.break({ kind: "mid-stream-exception", afterEvents: 6, operation: operationOf(name) })
    expect(await failure(client.ask("hello"))).toBeInstanceOf(Error)
  })

  it("finishes its answers when the server says GOAWAY", async () => {
    emulator.break({ kind: "goaway", afterEvents: 4, operation: operationOf(name), count: 1 })
    expect(await client.ask("hello")).toBe(answer)
    expect(await client.ask("hello")).toBe(answer)
    expect(emulator.stats().handshakes).toBe(2)
  })
})

const operationOf = (name: string): string =>
  name === "Anthropic's client" ? "InvokeModelWithResponseStream" : "ConverseStream"
