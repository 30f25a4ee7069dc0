/** The AWS SDK's own client, untouched, against the emulator. */
import {
  ApplyGuardrailCommand,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
  ListAsyncInvokesCommand,
} from "@aws-sdk/client-bedrock-runtime"
import { NodeHttpHandler } from "@smithy/node-http-handler"
import { afterEach, describe, expect, it } from "vitest"
import {
  ask,
  collect,
  converse,
  eventually,
  haiku,
  type Running,
  startForTest,
  textOf,
  titan,
  usageOf,
} from "./harness.ts"

const running: Array<Running> = []
const start = async (options: Parameters<typeof startForTest>[0] = {}) => {
  const server = await startForTest(options)
  running.push(server)
  return server
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

describe("ConverseStream", () => {
  it("streams the events in Bedrock's order, and Converse says the same", async () => {
    const server = await start()
    const client = server.client()
    const events = await converse(client, ask("Do you have manga about pirates?"))
    const kinds = events.map((event) => Object.keys(event)[0])
    expect(kinds[0]).toBe("messageStart")
    expect(kinds.slice(-3)).toEqual(["contentBlockStop", "messageStop", "metadata"])
    expect(new Set(kinds.slice(1, -3))).toEqual(new Set(["contentBlockDelta"]))
    const whole = await client.send(new ConverseCommand(ask("Do you have manga about pirates?")))
    expect(whole.output?.message?.content?.[0]?.text).toBe(textOf(events))
    expect(whole.stopReason).toBe("end_turn")
    expect(whole.usage).toEqual(usageOf(events))
  })

  it("says one TLS handshake for each stream of the SDK's default handler", async () => {
    const server = await start()
    const client = server.client()
    for (let call = 0; call < 11; call += 1) await converse(client, ask("hello"))
    expect(server.counters.handshakes).toBe(11)
    expect(server.counters.connections).toBe(11)
    expect(server.counters.streamsOpened).toBe(11)
    expect(server.counters.streamsCancelled).toBe(0)
    expect(server.counters.requests).toEqual({ ConverseStream: 11 })
  })

  it.each([["h2" as const], ["http/1.1" as const]])(
    "works where only %s is offered",
    async (only) => {
      const server = await start({ protocols: [only] })
      const client = server.client(
        only === "http/1.1" ? { requestHandler: new NodeHttpHandler() } : {},
      )
      expect(textOf(await converse(client, ask("hello")))).not.toBe("")
      expect(textOf(await converse(client, ask("hello")))).not.toBe("")
      expect(server.counters.handshakes).toBe(only === "h2" ? 2 : 1)
    },
  )

  it("stops at maxTokens and at a stop sequence", async () => {
    const server = await start()
    const client = server.client()
    const cut = await converse(client, ask("hello", { inferenceConfig: { maxTokens: 5 } }))
    expect(cut.find((event) => event.messageStop)?.messageStop?.stopReason).toBe("max_tokens")
    expect(usageOf(cut)?.outputTokens).toBe(5)
    const whole = textOf(await converse(client, ask("hello")))
    expect(whole.startsWith(textOf(cut))).toBe(true)
    const stop = whole.split(" ")[4]!
    const stopped = await converse(
      client,
      ask("hello", { inferenceConfig: { stopSequences: [stop] } }),
    )
    expect(stopped.find((event) => event.messageStop)?.messageStop?.stopReason).toBe(
      "stop_sequence",
    )
    expect(textOf(stopped)).toBe(whole.slice(0, whole.indexOf(stop)))
  })

  it("counts a stream that the client leaves as cancelled and stops generating", async () => {
    const latency = {
      name: "slow",
      services: { bedrock: { ConverseStream: { p95Ms: 0, perUnitMs: 60_000 } } },
    }
    const server = await start({ latency })
    const abort = new AbortController()
    const { stream } = await server
      .client()
      .send(new ConverseStreamCommand(ask("hello")), { abortSignal: abort.signal })
    const events = stream![Symbol.asyncIterator]()
    await events.next()
    expect(server.counters.streamsOpen).toBe(1)
    abort.abort()
    await eventually(() => server.counters.streamsOpen === 0)
    expect(server.counters.streamsCancelled).toBe(1)
    expect(server.counters.outputTokens).toBeLessThanOrEqual(1)
  })

  it("counts an aborted HTTP/1.1 stream as cancelled", async () => {
    const server = await start({ protocols: ["http/1.1"] })
    server.break({ kind: "stall", afterEvents: 2 })
    const abort = new AbortController()
    const { stream } = await server
      .client({ requestHandler: new NodeHttpHandler() })
      .send(new ConverseStreamCommand(ask("hello")), { abortSignal: abort.signal })
    const reading = collect(stream!).catch(() => [])
    abort.abort()
    await reading
    await eventually(() => server.counters.streamsCancelled === 1)
    expect(server.counters.streamsOpen).toBe(0)
  })
})

describe("other operations", () => {
  it("takes application inference profiles that are named after what they were copied from", async () => {
    const client = (await start()).client()
    const arn = "arn:aws:bedrock:ap-northeast-1:123456789012:application-inference-profile/"
    const embed = (modelId: string) =>
      client.send(new InvokeModelCommand({ modelId, body: JSON.stringify({ inputText: "Hi" }) }))
    const chat = (name: string) => converse(client, ask("Hi", { modelId: arn + name }))
    expect((await embed(arn + titan)).body.length).toBeGreaterThan(1_000)
    expect(textOf(await chat(haiku))).not.toBe("")
    // As a foundation model alone it has no throughput on demand, nor has a profile of it.
    await expect(chat(haiku.replace("jp.", ""))).rejects.toThrow("on-demand throughput")
    await expect(embed(`${arn}a1b2c3d4e5f6`)).rejects.toThrow("InvokeModel for")
  })

  it("embeds with Titan v2", async () => {
    const server = await start()
    const client = server.client()
    const embed = async (body: object) => {
      const { body: reply } = await client.send(
        new InvokeModelCommand({ modelId: titan, body: JSON.stringify(body) }),
      )
      return JSON.parse(new TextDecoder().decode(reply)) as {
        embedding: Array<number>
        embeddingsByType: { float: Array<number> }
        inputTextTokenCount: number
      }
    }
    const reply = await embed({ inputText: "Vikings", dimensions: 256, normalize: true })
    expect(reply.embedding).toHaveLength(256)
    expect(Math.hypot(...reply.embedding)).toBeCloseTo(1, 9)
    expect(reply.embeddingsByType.float).toEqual(reply.embedding)
    expect(reply.inputTextTokenCount).toBeGreaterThan(0)
    expect((await embed({ inputText: "Vikings" })).embedding).toHaveLength(1_024)
    await expect(embed({ inputText: "" })).rejects.toMatchObject({ name: "ValidationException" })
    await expect(embed({ text: "x" })).rejects.toMatchObject({ name: "ValidationException" })
    await expect(embed({ inputText: "x", dimensions: 300 })).rejects.toMatchObject({
      name: "ValidationException",
    })
    await expect(embed({ inputText: "語".repeat(9_000) })).rejects.toThrow(/Too many input tokens/)
  })

  it("counts tokens, lists no asynchronous calls, applies a guardrail", async () => {
    const server = await start()
    const client = server.client()
    const { inputTokens } = await client.send(
      new CountTokensCommand({
        modelId: haiku,
        input: { converse: { messages: ask("hello").messages } },
      }),
    )
    expect(inputTokens).toBe(usageOf(await converse(client, ask("hello")))?.inputTokens)
    const list = await client.send(new ListAsyncInvokesCommand({}))
    expect(list.asyncInvokeSummaries).toEqual([])
    const apply = (text: string) =>
      client.send(
        new ApplyGuardrailCommand({
          guardrailIdentifier: "house-rules",
          guardrailVersion: "1",
          source: "INPUT",
          content: [{ text: { text } }],
        }),
      )
    expect((await apply("Where can I download illegal scans?")).action).toBe("GUARDRAIL_INTERVENED")
    expect((await apply("Where is my order?")).action).toBe("NONE")
  })
})
