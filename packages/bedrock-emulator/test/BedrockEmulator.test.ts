/** The library as a test of somebody's own uses it: what the models say, and by which API. */
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from "@aws-sdk/client-bedrock-runtime"
import { NodeHttpHandler } from "@smithy/node-http-handler"
import { Agent } from "node:https"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { type BedrockEmulatorOptions, startBedrockEmulator } from "../src/BedrockEmulator.ts"
import { AwsError } from "../src/wire/AwsError.ts"
import { InvalidSetting } from "../src/wire/InvalidSetting.ts"
import { chatLatency } from "../src/service/LatencyModel.ts"
import { collect, haiku, titan } from "./harness.ts"

const cleanups: Array<() => unknown> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

const dataDir = mkdtempSync(join(tmpdir(), "bedrock-emulator-test-"))

const toolsNamed = (...names: ReadonlyArray<string>) => ({
  tools: names.map((name) => ({ toolSpec: { name, inputSchema: { json: { type: "object" } } } })),
})

const started = async (options: BedrockEmulatorOptions = {}) => {
  const emulator = await startBedrockEmulator({ dataDir, ...options })
  cleanups.push(() => emulator.close())
  const client = new BedrockRuntimeClient({
    region: emulator.region,
    endpoint: emulator.url,
    credentials: emulator.credentials,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ httpsAgent: new Agent({ ca: emulator.ca }) }),
  })
  cleanups.push(() => client.destroy())
  const ask = (text: string) => ({
    modelId: haiku,
    messages: [{ role: "user" as const, content: [{ text }] }],
    toolConfig: toolsNamed("forecast", "look"),
  })
  const say = async (text: string) => {
    const { output, stopReason } = await client.send(new ConverseCommand(ask(text)))
    return { content: output?.message?.content, stopReason }
  }
  return { emulator, client, ask, say }
}

const messages = (text: string) =>
  JSON.stringify({
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: 100,
    system: [{ type: "text", text: "Be brief.", cache_control: { type: "ephemeral" } }],
    messages: [{ role: "user", content: [{ type: "text", text }] }],
    tools: [{ name: "wave", input_schema: { type: "object" } }],
  })

describe("the models", () => {
  it("say a question back unless told otherwise", async () => {
    const { say } = await started()
    expect(await say("Are you there?")).toEqual({
      content: [{ text: "You said: Are you there?" }],
      stopReason: "end_turn",
    })
  })

  it("follow a script, rule by rule, until it is replaced", async () => {
    const { emulator, say } = await started({
      answers: [
        { match: "weather", times: 1, toolUses: [{ name: "forecast", input: { days: 2 } }] },
        { match: "weather", text: "Rain." },
        { match: "/^(BUSY|LATER)$/i", error: "ThrottlingException" },
      ],
    })
    expect(await say("the weather?")).toEqual({
      content: [{ toolUse: { toolUseId: "tooluse_1", name: "forecast", input: { days: 2 } } }],
      stopReason: "tool_use",
    })
    expect(await say("the weather?")).toMatchObject({ content: [{ text: "Rain." }] })
    await expect(say("busy")).rejects.toMatchObject({ name: "ThrottlingException" })
    emulator.answer(({ question }) => {
      if (question === "no") throw new AwsError("AccessDeniedException", "not for you")
      return { text: question.toUpperCase() }
    })
    expect(await say("yes")).toMatchObject({ content: [{ text: "YES" }] })
    await expect(say("no")).rejects.toMatchObject({ name: "AccessDeniedException" })
    expect(emulator.stats().requests).toEqual({ Converse: 5 })
  })

  it("use a tool, are told its result, and what they were told is seen", async () => {
    const { ask, client, emulator } = await started({
      answers: [
        { match: "weather", toolUses: [{ name: "forecast", input: { days: 2 } }] },
        { match: "umbrella", text: "It rains." },
      ],
      keepRequests: 10,
    })
    const schema = { json: { type: "object" } }
    const toolConfig = { tools: [{ toolSpec: { name: "forecast", inputSchema: schema } }] }
    const first = { ...ask("How is the weather?"), toolConfig }
    const { output } = await client.send(new ConverseCommand(first))
    const { toolUseId } = output!.message!.content![0]!.toolUse!
    const toolResult = { toolUseId, content: [{ text: "take an umbrella" }] }
    const told = { role: "user" as const, content: [{ toolResult }] }
    const { stream } = await client.send(
      new ConverseStreamCommand({
        ...first,
        messages: [...first.messages, output!.message!, told],
      }),
    )
    await collect(stream!)
    expect(emulator.requests()).toMatchObject([
      {
        operation: "Converse",
        model: haiku,
        answer: { toolUses: [{ name: "forecast", input: { days: 2 } }], stopReason: "tool_use" },
      },
      {
        operation: "ConverseStream",
        body: { messages: [{ role: "user" }, { role: "assistant" }, told] },
        answer: { text: "It rains.", stopReason: "end_turn" },
      },
    ])
  })

  it("answer each in its own way, so that a second one can step in for the first", async () => {
    const { ask, client } = await started({
      answers: [
        { model: "claude", error: "ThrottlingException" },
        { model: "/nova-(lite|micro)/", text: "Nova." },
      ],
    })
    const say = async (modelId: string) => {
      const { output } = await client.send(new ConverseCommand({ ...ask("Hi"), modelId }))
      return output?.message?.content
    }
    await expect(say(haiku)).rejects.toMatchObject({ name: "ThrottlingException" })
    expect(await say("us.amazon.nova-lite-v1:0")).toEqual([{ text: "Nova." }])
    expect(await say("us.amazon.nova-pro-v1:0")).toEqual([{ text: "You said: Hi" }])
  })

  it("stream text and tools as Converse does", async () => {
    const { ask, client } = await started({
      answers: [{ text: "Let me look.", toolUses: [{ name: "look", input: { where: "東京" } }] }],
    })
    const { stream } = await client.send(new ConverseStreamCommand(ask("?")))
    const events = await collect(stream!)
    const deltas = events.flatMap((event) => event.contentBlockDelta ?? [])
    const joined = (index: number) =>
      deltas
        .filter(({ contentBlockIndex }) => contentBlockIndex === index)
        .map(({ delta }) => delta?.text ?? delta?.toolUse?.input)
        .join("")
    expect(joined(0)).toBe("Let me look.")
    expect(JSON.parse(joined(1))).toEqual({ where: "東京" })
    expect(events.find((event) => event.contentBlockStart)?.contentBlockStart).toMatchObject({
      start: { toolUse: { name: "look" } },
    })
    expect(events.find((event) => event.messageStop)?.messageStop?.stopReason).toBe("tool_use")
  })

  it("speak Anthropic's own words through InvokeModel, at once and as a stream", async () => {
    const { client, emulator } = await started({
      answers: [{ text: "Hello there, all.", toolUses: [{ name: "wave", input: { hands: 2 } }] }],
    })
    const input = { modelId: haiku, contentType: "application/json", body: messages("Hi") }
    const { body } = await client.send(new InvokeModelCommand(input))
    const whole = JSON.parse(Buffer.from(body).toString())
    expect(whole).toMatchObject({
      type: "message",
      role: "assistant",
      stop_reason: "tool_use",
      content: [
        { type: "text", text: "Hello there, all." },
        { type: "tool_use", name: "wave", input: { hands: 2 } },
      ],
    })
    const streamed = await client.send(new InvokeModelWithResponseStreamCommand(input))
    const events = (await collect(streamed.body!)).map(({ chunk }) =>
      JSON.parse(Buffer.from(chunk!.bytes!).toString()),
    )
    expect(events[0]).toMatchObject({ type: "message_start", message: { content: [] } })
    const deltas = events.flatMap(({ delta, type }) =>
      type === "content_block_delta" ? [delta] : [],
    )
    expect(deltas.map(({ text }) => text ?? "").join("")).toBe("Hello there, all.")
    expect(JSON.parse(deltas.map((delta) => delta.partial_json ?? "").join(""))).toEqual({
      hands: 2,
    })
    expect(events.at(-2)).toMatchObject({
      type: "message_delta",
      delta: { stop_reason: "tool_use" },
      usage: { output_tokens: whole.usage.output_tokens },
    })
    expect(events.at(-1)).toMatchObject({
      type: "message_stop",
      "amazon-bedrock-invocationMetrics": { inputTokenCount: whole.usage.input_tokens },
    })
    expect(emulator.stats().outputTokens).toBe(2 * whole.usage.output_tokens)
  })

  it("refuse a wrong body of Anthropic's as Bedrock does", async () => {
    const { client } = await started()
    const send = (change: object) =>
      client.send(
        new InvokeModelCommand({
          modelId: haiku,
          body: JSON.stringify({ ...JSON.parse(messages("Hi")), ...change }),
        }),
      )
    for (const change of [
      { anthropic_version: "1" },
      { max_tokens: undefined },
      { messages: [] },
      { messages: [{ role: "assistant", content: "no" }] },
    ]) {
      await expect(send(change)).rejects.toMatchObject({ name: "ValidationException" })
    }
  })

  it("embed texts with the same words near each other", async () => {
    const { client } = await started()
    const embed = async (inputText: string): Promise<Array<number>> => {
      const body = JSON.stringify({ inputText, dimensions: 256 })
      const reply = await client.send(new InvokeModelCommand({ modelId: titan, body }))
      return JSON.parse(Buffer.from(reply.body).toString()).embedding
    }
    const near = (a: ReadonlyArray<number>, b: ReadonlyArray<number>) =>
      a.reduce((sum, value, at) => sum + value * b[at]!, 0)
    const [cat, cats, tax] = await Promise.all([
      embed("a small black cat"),
      embed("a black cat, small"),
      embed("quarterly tax return"),
    ])
    expect(near(cat, cat)).toBeCloseTo(1, 6)
    expect(near(cat, cats)).toBeGreaterThan(0.7)
    expect(near(cat, tax)).toBeLessThan(0.3)
  })
})

describe("faults, times and counters", () => {
  it("refuses faults and rules that it does not know, and names the nearest or all known", async () => {
    const { emulator } = await started()
    const broken = (fault: unknown) => () => emulator.break(fault as { kind: "reset" })
    expect(broken({ kind: "blackhole" })).toThrow(
      /^\[0\]\.kind: unknown value "blackhole"; the nearest is "black-hole"; known: refuse, /,
    )
    expect(broken({ kind: "reset", afterEvent: 2 })).toThrow(
      '[0].afterEvent: unknown field; the nearest is "afterEvents"',
    )
    expect(broken({ kind: "throttle", operation: "ConverseSteam" })).toThrow('"ConverseStream"')
    expect(broken({ kind: "reset", rate: 2 })).toThrow("[0].rate")
    expect(broken(1)).toThrow(InvalidSetting)
    const rules: unknown = [{ txt: "hello" }]
    expect(() => emulator.answer(rules as [])).toThrow("[0].txt: unknown field")
    const wrong: unknown = { prot: 1 }
    await expect(startBedrockEmulator(wrong as { port: number })).rejects.toThrow(
      'prot is not known; the nearest is "port"',
    )
  })

  it.each(["ConverseStream", "InvokeModelWithResponseStream"])(
    "an exception in mid-stream reaches %s",
    async (operation) => {
      const { ask, client, emulator } = await started()
      emulator.break({ kind: "mid-stream-exception", afterEvents: 2, operation })
      const read = async () => {
        const input = { modelId: haiku, body: messages("Hello, you all out there") }
        const stream =
          operation === "ConverseStream"
            ? (await client.send(new ConverseStreamCommand(ask("Hello")))).stream
            : (await client.send(new InvokeModelWithResponseStreamCommand(input))).body
        return collect<unknown>(stream!)
      }
      await expect(read()).rejects.toMatchObject({ name: "ModelStreamErrorException" })
      emulator.break()
      expect((await read()).length).toBeGreaterThan(3)
    },
  )

  it("a black hole swallows a call until it heals", async () => {
    const { emulator, say } = await started()
    emulator.break({ kind: "black-hole" })
    let answered = false
    const waiting = say("hello").then(() => {
      answered = true
    })
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(answered).toBe(false)
    emulator.break()
    await waiting
  })

  it("a chat takes the time to its first token, and more for each further one", async () => {
    const { say } = await started({ latency: chatLatency(150, 20) })
    const startedAt = performance.now()
    await say("one two three four five")
    expect(performance.now() - startedAt).toBeGreaterThan(150 + 5 * 20)
  })

  it("ends what runs when it is closed", async () => {
    const { emulator, say } = await started({ latency: chatLatency(60_000, 0) })
    const waiting = expect(say("hello")).rejects.toThrow()
    while (emulator.stats().streamsOpen === 0)
      await new Promise((resolve) => setTimeout(resolve, 5))
    await emulator[Symbol.asyncDispose]()
    await waiting
    expect(emulator.stats().connectionsOpen).toBe(0)
  })
})
