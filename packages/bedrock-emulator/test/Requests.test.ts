/** What the admin address tells of the requests that reached a model, and which metadata a request may hold. */
import {
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
} from "@aws-sdk/client-bedrock-runtime"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { hashedWords } from "../src/answers/HashedWords.ts"
import { requestJson } from "../src/service/RequestLog.ts"
import { ask, collect, converse, haiku, type Running, startForTest, titan } from "./harness.ts"

let server: Running
beforeEach(async () => {
  const toolUses = [{ toolUseId: "t", name: "look", input: { where: "東京" } }]
  server = await startForTest({
    models: {
      answers: ({ question }) =>
        question === "look" ? { text: "So.", toolUses } : { text: `${question}!` },
      embedder: hashedWords,
      guardrails: [],
    },
  })
  server.requests.keep(10)
})
afterEach(() => server.stop())

const toolConfig = {
  tools: [{ toolSpec: { name: "look", inputSchema: { json: { type: "object" } } } }],
}

const kept = (turn?: string) =>
  server.requests.list({ turn }).map((each) => JSON.parse(requestJson(each)))

describe("requests", () => {
  it("of every chat operation are kept as they were sent, with what was answered", async () => {
    const client = server.client()
    await converse(client, ask("hello", { requestMetadata: { turn: "one" } }))
    await client.send(
      new ConverseCommand(ask("look", { requestMetadata: { turn: "two" }, toolConfig })),
    )
    const body = {
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: 10,
      messages: [{ role: "user", content: "three" }],
    }
    await client.send(new InvokeModelCommand({ modelId: haiku, body: JSON.stringify(body) }))
    await client.send(
      new InvokeModelCommand({ modelId: titan, body: JSON.stringify({ inputText: "no chat" }) }),
    )
    const [first, second, third, ...more] = kept()
    expect(first).toEqual({
      at: expect.any(Number),
      operation: "ConverseStream",
      model: haiku,
      body: { messages: ask("hello").messages, requestMetadata: { turn: "one" } },
      answer: { text: "hello!", toolUses: [], stopReason: "end_turn" },
    })
    expect(Math.abs(first.at - Date.now())).toBeLessThan(60_000)
    expect(second.answer).toEqual({
      text: "So.",
      toolUses: [{ toolUseId: "t", name: "look", input: { where: "東京" } }],
      stopReason: "tool_use",
    })
    expect(third).toMatchObject({ operation: "InvokeModel", body, answer: { text: "three!" } })
    expect(more).toEqual([])
    expect(kept("two")).toEqual([second])
  })

  it("that are refused say so, those that are cut off have no end", async () => {
    await expect(converse(server.client(), ask(" "))).rejects.toThrow("blank")
    expect(kept()[0].answer).toEqual({ text: "", toolUses: [], refused: "ValidationException" })
    server.break({ kind: "reset", operation: "ConverseStream", afterEvents: 2 })
    const { stream } = await server.client().send(new ConverseStreamCommand(ask("hello")))
    await collect(stream!).catch(() => [])
    expect(kept()[1].answer).not.toHaveProperty("stopReason")
  })
})

describe("metadata", () => {
  it.each<[string, Record<string, string>]>([
    ["nothing else", {}],
    ["17 entries", Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`k${at}`, ""]))],
    ["an empty key", { "": "x" }],
    ["a long key", { ["k".repeat(257)]: "x" }],
    ["a key in braces", { "{k}": "x" }],
    ["a long value", { k: "v".repeat(257) }],
    ["JSON as a value", { k: '{"a":1}' }],
  ])("with %s is refused", async (_, requestMetadata) => {
    await expect(
      converse(server.client(), ask("hello", { requestMetadata })),
    ).rejects.toMatchObject({
      name: "ValidationException",
      message: expect.stringContaining("requestMetadata"),
    })
  })

  it("of 16 entries with every letter that is allowed is accepted", async () => {
    const entries = Array.from({ length: 15 }, (_, at) => [`k${at}`, ""])
    const requestMetadata = { ...Object.fromEntries(entries), "a Z9:_@$#=/+,.-": "v".repeat(256) }
    expect(await converse(server.client(), ask("hello", { requestMetadata }))).not.toEqual([])
  })
})
