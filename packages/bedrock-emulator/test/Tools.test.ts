/** Tools in a request: which configurations and which histories are refused, as Bedrock refuses them. */
import { describe, expect, it } from "vitest"
import { readAnthropic } from "../src/answers/request/AnthropicRequest.ts"
import { readConverse } from "../src/answers/request/ConverseRequest.ts"
import { findChatModel } from "../src/answers/Models.ts"
import { makePromptCache, measurePrompt } from "../src/answers/PromptCache.ts"
import { sonnet } from "./harness.ts"

const schema = { type: "object", properties: { where: { type: "string" } } }
const tool = (name: string, more: object = {}) => ({
  toolSpec: { name, inputSchema: { json: schema }, ...more },
})
const toolConfig = { tools: [tool("look"), tool("wave")] }

const text = (words: string) => ({ text: words })
const use = (toolUseId: string, more: object = {}) => ({
  toolUse: { toolUseId, name: "look", input: { where: "東京" }, ...more },
})
const result = (toolUseId: string, more: object = {}) => ({
  toolResult: { toolUseId, content: [{ json: { found: 1 } }], ...more },
})
const user = (...content: ReadonlyArray<object>) => ({ role: "user", content })
const assistant = (...content: ReadonlyArray<object>) => ({ role: "assistant", content })
const question = user(text("Where is it?"))

const reading = (messages: ReadonlyArray<object>, config: object | undefined = toolConfig) =>
  readConverse({ messages, ...(config === undefined ? {} : { toolConfig: config }) })

const refused = (read: () => unknown, message: string | RegExp) =>
  expect(read).toThrow(
    expect.objectContaining({
      type: "ValidationException",
      message: expect.stringMatching(message),
    }),
  )

describe("a history", () => {
  it("of uses and results is read, in however many rounds", () => {
    const { messages } = reading([
      question,
      assistant(text("Let me look."), use("a"), use("b", { name: "wave" })),
      user(result("b", { status: "error" }), result("a"), text("And hurry.")),
      assistant(use("a")),
      user(result("a", { content: [] })),
      assistant(text("Here.")),
      question,
    ])
    expect(messages[1]?.content[2]).toMatchObject({
      kind: "toolUse",
      toolUseId: "b",
      name: "wave",
      input: { where: "東京" },
    })
    expect(messages[2]?.content[0]).toMatchObject({
      kind: "toolResult",
      toolUseId: "b",
      failed: true,
      told: ['{"found":1}'],
    })
  })

  const history = (...messages: ReadonlyArray<object>) => [question, ...messages]
  it.each<[string, ReadonlyArray<object>, RegExp]>([
    [
      "a use without a next message",
      history(assistant(use("a"))),
      /^Expected toolResult blocks at messages\.2\.content for the following Ids: a$/,
    ],
    [
      "a use whose next message is a question",
      history(assistant(use("a")), question),
      /^Expected toolResult blocks at messages\.2\.content for the following Ids: a$/,
    ],
    [
      "one of two uses without a result",
      history(assistant(use("a"), use("b")), user(result("b"))),
      /following Ids: a$/,
    ],
    [
      "a result of another use",
      history(assistant(use("a")), user(result("x"))),
      /following Ids: a$/,
    ],
    [
      "a result of nothing",
      history(assistant(text("Hm.")), user(result("a"))),
      /^The number of toolResult blocks at messages\.2\.content exceeds the number of toolUse blocks of previous turn\.$/,
    ],
    ["a result at the beginning", [user(result("a"))], /messages\.0\.content exceeds/],
    [
      "one result too many",
      history(assistant(use("a")), user(result("a"), result("b"))),
      /messages\.2\.content exceeds/,
    ],
    [
      "the same use twice",
      history(assistant(use("a"), use("a")), user(result("a"))),
      /^The toolUse blocks at messages\.1\.content contain duplicate Ids: a$/,
    ],
    [
      "the same result twice",
      history(assistant(use("a"), use("b")), user(result("a"), result("a"))),
      /^The toolResult blocks at messages\.2\.content contain duplicate Ids: a$/,
    ],
    [
      "words after a use",
      history(assistant(use("a"), text("Wait.")), user(result("a"))),
      /messages\.1: `tool_use` ids were found without `tool_result` blocks immediately after: a\./,
    ],
    [
      "words before a result",
      history(assistant(use("a")), user(text("Well:"), result("a"))),
      /messages\.2: Did not find 1 `tool_result` block\(s\) at the beginning/,
    ],
    ["a use by the user", [user(use("a"))], /messages\.0 cannot hold toolUse blocks/],
    [
      "a result by the model",
      history(assistant(result("a"))),
      /messages\.1 cannot hold toolResult blocks/,
    ],
    [
      "an empty error",
      history(assistant(use("a")), user(result("a", { status: "error", content: [] }))),
      /^The content field at messages\.2\.content\.0\.toolResult cannot be empty when status value is error\.$/,
    ],
    [
      "an unknown status",
      history(assistant(use("a")), user(result("a", { status: "late" }))),
      /'messages\.3\.member\.content\.1\.member\.toolResult\.status'.*\[success, error\]/,
    ],
    [
      "a blank text as a result",
      history(assistant(use("a")), user(result("a", { content: [{ text: " " }] }))),
      /ToolResultContentBlock object at messages\.2\.content\.0\.toolResult\.content\.0 is blank/,
    ],
    [
      "JSON that is no object as a result",
      history(assistant(use("a")), user(result("a", { content: [{ json: [1] }] }))),
      /toolResult\.content\.0\.json is invalid\. Provide a json object/,
    ],
    [
      "an input that is text",
      history(assistant(use("a", { input: "{" })), user(result("a"))),
      /messages\.1\.content\.0\.toolUse\.input is invalid\. Provide a json object/,
    ],
    [
      "a name with a dot",
      history(assistant(use("a", { name: "shop.look" })), user(result("a"))),
      /Value 'shop\.look' at 'messages\.2\.member\.content\.1\.member\.toolUse\.name'.*\[a-zA-Z0-9_-\]\+/,
    ],
    [
      "an id with a blank",
      history(assistant(use("a b")), user(result("a b"))),
      /toolUse\.toolUseId' failed to satisfy constraint.*\[a-zA-Z0-9_\.:-\]\+/,
    ],
    [
      "a long id",
      history(assistant(use("a".repeat(65))), user(result("a".repeat(65)))),
      /have length less than or equal to 64/,
    ],
  ])("with %s is refused", (_, messages, message) => {
    refused(() => reading(messages), message)
  })

  it("is refused without the tools it speaks of", () => {
    refused(
      () => readConverse({ messages: history(assistant(use("a")), user(result("a"))) }),
      /^The toolConfig field must be defined when using toolUse and toolResult content blocks\.$/,
    )
  })

  it("in Anthropic's words is understood too", () => {
    const { messages, tools } = readAnthropic({
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: 10,
      tools: [{ name: "look", input_schema: schema, cache_control: { type: "ephemeral" } }],
      messages: [
        { role: "user", content: "Where?" },
        { role: "assistant", content: [{ type: "tool_use", id: "a", name: "look", input: {} }] },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "a", content: "Here." }] },
      ],
    })
    expect(tools).toMatchObject([{ kind: "tool", name: "look", schema }, { kind: "cachePoint" }])
    expect(messages[1]?.content).toMatchObject([{ kind: "toolUse", toolUseId: "a" }])
    expect(messages[2]?.content).toMatchObject([{ kind: "toolResult", told: ["Here."] }])
  })
})

describe("a tool configuration", () => {
  it("is read, the choice too", () => {
    const choices = [undefined, { auto: {} }, { any: {} }, { tool: { name: "wave" } }]
    expect(
      choices.map((toolChoice) => reading([question], { ...toolConfig, toolChoice }).toolChoice),
    ).toEqual([undefined, "auto", "any", { name: "wave" }])
  })

  it.each<[string, object, RegExp]>([
    ["no tool", { tools: [] }, /'toolConfig\.tools'.*greater than or equal to 1/],
    ["nothing in it", {}, /'toolConfig\.tools'/],
    ["an empty tool", { tools: [{}] }, /toolConfig\.tools\.0.*members of the Tool object/],
    [
      "a name with a blank",
      { tools: [tool("look up")] },
      /Value 'look up' at 'toolConfig\.tools\.1\.member\.toolSpec\.name' failed to satisfy constraint: Member must satisfy regular expression pattern: \[a-zA-Z0-9_-\]\+/,
    ],
    ["a long name", { tools: [tool("a".repeat(65))] }, /less than or equal to 64/],
    ["an empty name", { tools: [tool("")] }, /greater than or equal to 1/],
    ["an empty description", { tools: [tool("look", { description: "" })] }, /description/],
    ["two tools of a name", { tools: [tool("look"), tool("look")] }, /Tool names must be unique/],
    [
      "no schema",
      { tools: [{ toolSpec: { name: "look" } }] },
      /toolSpec\.inputSchema'.*must not be null/,
    ],
    [
      "a schema as text",
      { tools: [tool("look", { inputSchema: { json: "{}" } })] },
      /^The format of the value at toolConfig\.tools\.0\.toolSpec\.inputSchema\.json is invalid\. Provide a json object for the field and try again\.$/,
    ],
    [
      "a schema of a list",
      { tools: [tool("look", { inputSchema: { json: { type: "array" } } })] },
      /inputSchema\.json\.type must be one of the following: object\.$/,
    ],
    [
      "a choice of none",
      { ...toolConfig, toolChoice: { none: {} } },
      /toolConfig\.toolChoice.*members of the ToolChoice object/,
    ],
    [
      "the choice of a foreign tool",
      { ...toolConfig, toolChoice: { tool: { name: "sing" } } },
      /Tool 'sing' not found/,
    ],
  ])("with %s is refused", (_, config, message) => {
    refused(() => reading([question], config), message)
  })

  it("has cache points, which are counted with the others and keep the tools", () => {
    const point = { cachePoint: { type: "default" } }
    const long = tool("look", { description: "word ".repeat(2_000) })
    const request = (points: number) =>
      readConverse({
        toolConfig: { tools: [long, ...Array.from({ length: points }, () => point)] },
        system: [text("Be brief."), point],
        messages: [question],
      })
    refused(() => request(4), /maximum of 4 blocks with cache_control.*Found 5/)
    const cache = makePromptCache()
    const account = (now: number) =>
      cache.account(findChatModel(sonnet), measurePrompt(sonnet, request(1)), now)
    const { cacheWriteTokens, written } = account(0)
    expect(cacheWriteTokens).toBeGreaterThan(2_000)
    expect(written).toHaveLength(2)
    expect(account(1)).toMatchObject({ cacheReadTokens: cacheWriteTokens, cacheWriteTokens: 0 })
  })
})
