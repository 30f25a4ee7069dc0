import { BedrockRuntimeClient, ConverseStreamCommand } from "@aws-sdk/client-bedrock-runtime"
import { HttpRequest } from "@smithy/core/protocols"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import type { ConverseRequest } from "../src/bedrock/ConverseRequest.ts"
import { converseBody } from "../src/bedrock/ConverseBody.ts"
import { request } from "./bedrockHarness.ts"

/** What the SDK would send for the same request. */
const bySdk = async ({
  modelId,
  system,
  messages,
  inferenceConfig,
  guardrail,
  fields,
}: ConverseRequest) => {
  let body: unknown
  const client = new BedrockRuntimeClient({
    region: "us-east-1",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
  })
  const command = new ConverseStreamCommand({
    ...fields,
    modelId,
    system: [...system],
    messages: [...messages],
    inferenceConfig,
    ...(guardrail && {
      guardrailConfig: {
        guardrailIdentifier: guardrail.id,
        guardrailVersion: guardrail.version,
        ...(guardrail.mode && { streamProcessingMode: guardrail.mode }),
      },
    }),
  })
  command.middlewareStack.add(
    () => (args) => {
      if (HttpRequest.isInstance(args.request)) body = args.request.body
      return Promise.resolve({ response: {}, output: { stream: undefined, $metadata: {} } })
    },
    { step: "deserialize", priority: "high", name: "readBody" },
  )
  await client.send(command)
  return JSON.parse(new TextDecoder().decode(body as Uint8Array))
}

const text = fc.string({ unit: "grapheme", maxLength: 30 }).map((each) => ({ text: each }))
const cachePoint = fc.constantFrom<{ cachePoint: { type: "default"; ttl?: "1h" } }>(
  { cachePoint: { type: "default" } },
  { cachePoint: { type: "default", ttl: "1h" } },
)
const image = fc.uint8Array({ maxLength: 40 }).map((bytes) => ({
  image: { format: "png" as const, source: { bytes: Buffer.from(bytes) } },
}))
const toolUse = fc
  .jsonValue()
  .map((input) => ({ toolUse: { toolUseId: "t", name: "n", input: { input: input as string } } }))

const document = fc.dictionary(fc.string(), fc.jsonValue()) as fc.Arbitrary<Record<string, string>>
const toolConfig = fc.record({
  tools: fc.array(
    fc.record({
      toolSpec: fc.record({ name: fc.string(), inputSchema: fc.record({ json: document }) }),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  toolChoice: fc.constantFrom({ auto: {} }, { tool: { name: "look" } }),
})
/** The same, so that it cannot change any more. */
const frozen = <A>(value: A): A => {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(frozen)
    Object.freeze(value)
  }
  return value
}
const fields = fc.record(
  {
    toolConfig: fc.oneof(toolConfig, toolConfig.map(frozen)),
    additionalModelRequestFields: document,
    additionalModelResponseFieldPaths: fc.array(fc.string(), { maxLength: 2 }),
    performanceConfig: fc.constant({ latency: "optimized" as const }),
    serviceTier: fc.constantFrom({ type: "flex" as const }, { type: "priority" as const }),
    requestMetadata: fc.dictionary(fc.string(), fc.string()),
  },
  { requiredKeys: [] },
)
const inferenceConfig = fc.record(
  {
    maxTokens: fc.nat(),
    topP: fc.float({ min: 0, max: 1, noNaN: true }),
    stopSequences: fc.array(fc.string(), { maxLength: 2 }),
  },
  { requiredKeys: ["maxTokens"] },
)

it("is what the SDK writes: texts, cache points, images, tools, guardrails, all other fields", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(text, cachePoint), { maxLength: 3 }),
      fc.array(
        fc.record({
          role: fc.constantFrom("user" as const, "assistant" as const),
          content: fc.array(fc.oneof(text, cachePoint, image, toolUse), { maxLength: 4 }),
        }),
        { maxLength: 4 },
      ),
      fc.option(
        fc.record(
          { id: fc.string(), version: fc.string(), mode: fc.constantFrom("sync", "async") },
          { requiredKeys: ["id", "version"] },
        ),
        { nil: undefined },
      ),
      fc.option(fields, { nil: undefined }),
      inferenceConfig,
      async (system, messages, guardrail, others, inference) => {
        const asked: ConverseRequest = {
          ...request,
          system,
          messages,
          inferenceConfig: inference,
          ...(guardrail && { guardrail }),
          ...(others && { fields: others }),
        }
        const written = converseBody(asked)
        expect(JSON.parse(written.toString())).toEqual(await bySdk(asked))
        expect(converseBody(asked)).toEqual(written)
      },
    ),
    { numRuns: 100 },
  )
})

it("passes on fields that are not known yet, and lets none replace what is named", () => {
  const others = { somethingNew: { a: [1] }, messages: [], inferenceConfig: { maxTokens: 1 } }
  expect(JSON.parse(String(converseBody({ ...request, fields: others })))).toEqual({
    somethingNew: { a: [1] },
    system: request.system,
    messages: request.messages,
    inferenceConfig: request.inferenceConfig,
  })
})

it("writes a system prompt anew unless it cannot change", () => {
  const systemOf = (system: ConverseRequest["system"]) =>
    (JSON.parse(String(converseBody({ ...request, system }))) as ConverseRequest).system
  const open = [{ text: "a" }]
  expect(systemOf(open)).toEqual([{ text: "a" }])
  open.push({ text: "b" })
  expect(systemOf(open)).toEqual([{ text: "a" }, { text: "b" }])
  const point = { cachePoint: { type: "default" as const, ttl: "1h" as "1h" | "5m" } }
  const half = Object.freeze([Object.freeze(point)])
  expect(systemOf(half)).toEqual([{ cachePoint: { type: "default", ttl: "1h" } }])
  point.cachePoint.ttl = "5m"
  expect(systemOf(half)).toEqual([{ cachePoint: { type: "default", ttl: "5m" } }])
  const fixed = Object.freeze([Object.freeze({ text: "竜" })])
  const others = [{ role: "user" as const, content: [{ text: "later" }] }]
  const first = converseBody({ ...request, system: fixed })
  const second = converseBody({ ...request, system: fixed, messages: others })
  expect(JSON.parse(String(first))).toMatchObject({ system: fixed })
  expect(JSON.parse(String(second))).toMatchObject({ system: fixed, messages: others })
})

it("writes tools anew unless they cannot change, and beside any other field", () => {
  type ToolConfig = NonNullable<NonNullable<ConverseRequest["fields"]>["toolConfig"]>
  const bodyOf = (toolConfig: ToolConfig, others: ConverseRequest["fields"] = {}) =>
    JSON.parse(String(converseBody({ ...request, fields: { ...others, toolConfig } }))) as unknown
  const properties: Record<string, string> = { type: "string" }
  const tools = [{ toolSpec: { name: "look", inputSchema: { json: { properties } } } }]
  const half = Object.freeze({ tools: Object.freeze(tools) as typeof tools })
  expect(bodyOf(half)).toMatchObject({ toolConfig: half })
  properties["type"] = "number"
  expect(bodyOf(half)).toMatchObject({
    toolConfig: { tools: [{ toolSpec: { inputSchema: { json: { properties } } } }] },
  })
  const fixed: ToolConfig = frozen({
    tools: [{ toolSpec: { name: "竜", inputSchema: { json: { type: "object" } } } }],
  })
  const additional = { additionalModelRequestFields: { thinking: "on" } }
  for (const others of [{}, additional, { requestMetadata: { turn: "t-2" } }, {}]) {
    expect(bodyOf(fixed, others)).toEqual({
      ...others,
      toolConfig: fixed,
      system: request.system,
      messages: request.messages,
      inferenceConfig: request.inferenceConfig,
    })
  }
})
