/** Whatever a model wrote and a tool told, the messages are ones that Bedrock takes. */
import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import type { ConverseOutcome } from "@manga-assist/connections"
import { toolMessages, toolUsesIn } from "../../src/turn/ToolMessages.ts"
import { refusalOf } from "../drivenChat.ts"
import { toolConfig } from "../../src/tools/OfferedTools.ts"

type Block = NonNullable<ConverseOutcome["content"]>[number]
type Input = NonNullable<Block["toolUse"]>["input"]

const text = fc
  .oneof(fc.string({ unit: "binary" }), fc.constantFrom("", " ", "\n\n", "a \ud83d", "MA-02-0001"))
  .map((said): Block => ({ text: said }))
const input = fc.oneof(
  fc.dictionary(fc.string(), fc.jsonValue()),
  fc.constantFrom([], null, 3, "x", { order: "MA-02-0001", of: ["ma 02 0001"] }),
)
const use = fc
  .tuple(fc.constantFrom("find_products", "buy"), input)
  // Any JSON that a model may write.
  .map(([name, json]): Block => ({
    toolUse: { toolUseId: "", name, input: json as Exclude<Input, undefined> },
  }))
/** As Bedrock numbers them: no id comes twice. */
const content = fc
  .array(fc.oneof(text, use), { minLength: 1, maxLength: 6 })
  .map((blocks) =>
    blocks.map((block, at): Block =>
      block.toolUse === undefined ? block : { toolUse: { ...block.toolUse, toolUseId: `t-${at}` } },
    ),
  )
const results = fc.array(
  fc.record({
    ok: fc.boolean(),
    content: fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue(), { minKeys: 1 }),
  }),
  { minLength: 6, maxLength: 6 },
)

const requestOf = (messages: ReturnType<typeof toolMessages>) => ({
  modelId: "m",
  system: [{ text: "rules" }],
  messages: [{ role: "user" as const, content: [{ text: "hello" }] }, ...messages],
  inferenceConfig: { maxTokens: 400 },
  fields: { toolConfig: toolConfig(true) },
  firstEventMs: 1,
  gapMs: 1,
})

describe("a use of a tool", () => {
  const use = { toolUseId: "t", name: "find_products", input: { genres: ["horror"] } }
  const nested = (levels: number) => JSON.parse('{"a":'.repeat(levels) + "1" + "}".repeat(levels))
  const usesOf = (...uses: ReadonlyArray<object>) =>
    toolUsesIn({
      stopReason: "tool_use",
      text: "",
      content: uses.map((each): Block => ({ toolUse: { ...use, ...each } })),
    }).map(({ toolUseId }) => toolUseId)

  it.each([
    ["no id", { toolUseId: "" }],
    ["an id that Bedrock does not take", { toolUseId: "a b" }],
    ["an id that is too long", { toolUseId: "a".repeat(65) }],
    ["no name", { name: "" }],
    ["a name that is none", { name: "find products" }],
    ["a name that is too long", { name: "a".repeat(65) }],
    ["a huge input", { input: { genres: ["a".repeat(8_192)] } }],
    ["a deeply nested input", { input: nested(11) }],
    ["an input nested beyond any stack", { input: nested(200_000) }],
    ["a list for input", { input: [] }],
  ])("with %s is none", (_, change) => {
    expect(usesOf(change)).toEqual([])
    expect(usesOf(change, { toolUseId: "other" })).toEqual(["other"])
  })

  it("is run once, however often its id comes, and with nine others at most", () => {
    expect(usesOf({}, { toolUseId: "a" }, { name: "price_of" })).toEqual(["t", "a"])
    const many = Array.from({ length: 1_000 }, (__, at) => ({ toolUseId: `t-${at}` }))
    expect(usesOf(...many)).toEqual(many.slice(0, 10).map(({ toolUseId }) => toolUseId))
  })

  it("may be as large as any input of a tool", () => {
    const names = Array.from({ length: 35 }, () => "n".repeat(100))
    expect(usesOf({ input: { not_titles: names } }, { toolUseId: "a", input: nested(10) })).toEqual(
      ["t", "a"],
    )
  })
})

describe("the messages of a second look", () => {
  it("are valid, with a result for each use, in order", () => {
    fc.assert(
      fc.property(content, results, (said, told) => {
        const outcome = { stopReason: "tool_use", text: "", content: said }
        const uses = toolUsesIn(outcome)
        fc.pre(uses.length > 0)
        const messages = toolMessages(outcome, uses, told.slice(0, uses.length), [])
        expect(refusalOf(requestOf(messages))).toBeUndefined()
        const ids = messages.map(({ content: blocks = [] }) =>
          blocks.flatMap(({ toolResult, toolUse }) => (toolUse ?? toolResult)?.toolUseId ?? []),
        )
        expect(ids[1]).toEqual(ids[0])
        const sent = JSON.stringify(messages)
        expect(sent).not.toMatch(/(?<!\d)02\W{0,3}0001(?!\d)/u)
        expect(sent.isWellFormed()).toBe(true)
        expect(sent).not.toMatch(/\\ud83d[^\\]/u)
      }),
      { numRuns: 300 },
    )
  })

  it("are told as they are, but for foreign orders", () => {
    const told = { title: "③ ＡＫＩＲＡ <b>", order: "MA-02-0001", own: "MA-20-0001" }
    const outcome = {
      stopReason: "tool_use",
      text: "",
      content: [
        { toolUse: { toolUseId: "t", name: "own_orders", input: { order: "MA-20-0001" } } },
      ],
    }
    const [asked, answered] = toolMessages(
      outcome,
      toolUsesIn(outcome),
      [{ ok: true, content: told }],
      ["MA-20-0001"],
    )
    expect(asked?.content).toEqual(outcome.content)
    const sent = answered?.content?.[0]?.toolResult?.content?.[0]?.text ?? ""
    expect(sent).not.toContain("<")
    expect(JSON.parse(sent)).toEqual({
      ...told,
      order: "(an order number that is not on this account)",
    })
  })
})
