/** A model that speaks in its own time: parts are passed on as they come, and whoever leaves ends it. */
import { ConverseCommand, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime"
import { afterEach, expect, it } from "vitest"
import type { Answers, ModelPart } from "../src/answers/ModelAnswer.ts"
import { hashedWords } from "../src/answers/HashedWords.ts"
import { chatLatency } from "../src/service/LatencyModel.ts"
import { AwsError } from "../src/wire/AwsError.ts"
import { ask, collect, eventually, startForTest, textOf, usageOf } from "./harness.ts"

const stops: Array<() => Promise<void>> = []
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

const started = async (answers: Answers) => {
  // A latency model does not slow a model that has its own pace.
  const server = await startForTest({
    models: { answers, embedder: hashedWords, guardrails: [] },
    latency: chatLatency(60_000, 1_000),
  })
  stops.push(server.stop)
  return server
}

const speaking = (...parts: ReadonlyArray<ModelPart>): Answers =>
  async function* () {
    yield* parts
  }

const usage = { inputTokens: 20, cacheReadTokens: 5, outputTokens: 7 }

it("sends what it says as it comes, tools in blocks of their own, with its own usage", async () => {
  const gate = Promise.withResolvers<void>()
  const server = await started(async function* () {
    yield { type: "text", text: "Let me " }
    await gate.promise
    yield { type: "text", text: "look." }
    yield { type: "tool", toolUseId: "a", name: "look" }
    yield { type: "input", json: '{"where":' }
    yield { type: "input", json: '"東京"}' }
    yield { type: "tool", toolUseId: "b", name: "wave" }
    yield { type: "input", json: "{}" }
    yield { type: "end", stopReason: "tool_use", usage }
  })
  const { stream } = await server.client().send(new ConverseStreamCommand(ask("hello")))
  const events = []
  for await (const event of stream!) {
    events.push(event)
    // Nothing after it has been said yet.
    if (event.contentBlockDelta?.delta?.text === "Let me ") gate.resolve()
  }
  expect(textOf(events)).toBe("Let me look.")
  const starts = events.flatMap(({ contentBlockStart }) => contentBlockStart ?? [])
  expect(starts).toEqual([
    { contentBlockIndex: 1, start: { toolUse: { toolUseId: "a", name: "look" } } },
    { contentBlockIndex: 2, start: { toolUse: { toolUseId: "b", name: "wave" } } },
  ])
  const ends = events.flatMap(({ contentBlockStop }) => contentBlockStop?.contentBlockIndex ?? [])
  expect(ends).toEqual([0, 1, 2])
  const inputs = events.map(({ contentBlockDelta }) => contentBlockDelta?.delta?.toolUse?.input)
  expect(inputs.filter((each) => each !== undefined).join("|")).toBe('{"where":|"東京"}|{}')
  expect(usageOf(events)).toMatchObject({
    inputTokens: 20,
    cacheReadInputTokens: 5,
    outputTokens: 7,
    totalTokens: 32,
  })
  expect(server.counters).toMatchObject({ inputTokens: 25, outputTokens: 7 })
})

it("answers whole where no stream is asked for, with estimates where it does not count", async () => {
  const server = await started(
    speaking({ type: "text", text: "One two" }, { type: "end", stopReason: "max_tokens" }),
  )
  const reply = await server.client().send(new ConverseCommand(ask("hello")))
  expect(reply.output?.message?.content).toEqual([{ text: "One two" }])
  expect(reply.stopReason).toBe("max_tokens")
  expect(reply.usage).toMatchObject({ outputTokens: 2 })
})

it("an error before the first part is the answer, one after it is an exception in the stream", async () => {
  let said = false
  const server = await started(async function* () {
    if (said) yield { type: "text", text: "Hm" }
    throw new AwsError("ThrottlingException", "later")
  })
  const refused = { name: "ThrottlingException", message: "later" }
  const send = () => server.client().send(new ConverseStreamCommand(ask("hello")))
  await expect(send()).rejects.toMatchObject({ ...refused, $metadata: { httpStatusCode: 429 } })
  said = true
  const { stream } = await send()
  await expect(collect(stream!)).rejects.toMatchObject(refused)
})

it("is told when the client leaves", async () => {
  let left = false
  const server = await started(async function* ({ signal }) {
    yield { type: "text", text: "Once" }
    await new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve())
    })
    left = true
    throw new Error("nobody hears it")
  })
  const leaving = new AbortController()
  const { stream } = await server
    .client()
    .send(new ConverseStreamCommand(ask("hello")), { abortSignal: leaving.signal })
  await stream![Symbol.asyncIterator]().next()
  leaving.abort()
  await eventually(() => left && server.counters.streamsOpen === 0)
  expect(server.counters.streamsCancelled).toBe(1)
})
