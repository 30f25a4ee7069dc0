/** Answers that are more than text: tools that the model uses, and what it thought before. */
import { Effect, Stream } from "effect"
import { describe, expect, it } from "vitest"
import { BedrockChat } from "../src/bedrock/BedrockChat.ts"
import type { ConverseRequest } from "../src/bedrock/ConverseRequest.ts"
import type { ConverseBlockEvent } from "../src/bedrock/ConverseBlocks.ts"
import { converseStream } from "../src/bedrock/ConverseStream.ts"
import { errorOf, outcomeOf, replying, request, run, valueOf } from "./bedrockHarness.ts"
import { event, metadata, start, stop } from "./eventStream.ts"
import { serve } from "./handlerHarness.ts"

const at = (contentBlockIndex: number) => ({
  delta: (delta: unknown) => event("contentBlockDelta", { contentBlockIndex, delta }),
  tool: (toolUseId: string, name: string) =>
    event("contentBlockStart", { contentBlockIndex, start: { toolUse: { toolUseId, name } } }),
  stop: event("contentBlockStop", { contentBlockIndex }),
})
const thought = [
  at(0).delta({ reasoningContent: { text: "I should " } }),
  at(0).delta({ reasoningContent: { text: "look." } }),
  at(0).delta({ reasoningContent: { signature: "c2ln" } }),
  at(0).stop,
]
const said = [at(1).delta({ text: "Let me " }), at(1).delta({ text: "see." }), at(1).stop]
const used = [
  at(2).tool("t1", "look"),
  at(2).delta({ toolUse: { input: '{"title":' } }),
  at(2).delta({ toolUse: { input: '"竜"}' } }),
  at(2).stop,
  at(3).tool("t2", "list"),
  at(3).delta({ toolUse: { input: "" } }),
  at(3).stop,
]
const toolStop = (more: object = {}) => event("messageStop", { stopReason: "tool_use", ...more })

const converse = (
  onBlock?: (event: ConverseBlockEvent) => void,
  changes: Partial<ConverseRequest> = {},
) =>
  Effect.flatMap(BedrockChat, (chat) =>
    chat.converse(
      { ...request, ...changes },
      { onText: () => {}, ...(onBlock === undefined ? {} : { onBlock }) },
    ),
  )

describe("blocks that come within the use of a tool", () => {
  const { delta, stop: end, tool } = at(0)
  const input = { toolUse: { input: '{"title":"竜"}' } }

  it.each([
    ["input of another block", [tool("t1", "look"), at(1).delta(input)]],
    ["another use", [tool("t1", "look"), at(1).tool("t2", "list"), delta(input), end]],
    ["the end of another block", [tool("t1", "look"), delta(input), at(1).stop]],
    ["reasoning", [tool("t1", "look"), at(1).delta({ reasoningContent: { text: "So" } })]],
  ])("break the answer: %s", async (_, events) => {
    const server = await serve(replying(Buffer.concat([start, ...events, toolStop(), metadata])))
    expect(errorOf(await run(server, converse())).reason).toBe("model-error")
  })
})

describe("an answer that uses tools", () => {
  const whole = Buffer.concat([start, ...thought, ...said, ...used, toolStop(), metadata])

  it("is told piece by piece, and whole as the next request wants it back", async () => {
    const server = await serve(replying(whole))
    const events: Array<ConverseBlockEvent> = []
    const outcome = outcomeOf(
      await run(
        server,
        converse((each) => events.push(each)),
      ),
    )
    const content = [
      { reasoningContent: { reasoningText: { text: "I should look.", signature: "c2ln" } } },
      { text: "Let me see." },
      { toolUse: { toolUseId: "t1", name: "look", input: { title: "竜" } } },
      { toolUse: { toolUseId: "t2", name: "list", input: {} } },
    ]
    expect(outcome).toMatchObject({ stopReason: "tool_use", text: "Let me see.", content })
    expect(events).toEqual([
      { type: "reasoning", text: "I should " },
      { type: "reasoning", text: "look." },
      { type: "block-end", block: content[0] },
      { type: "tool-use", toolUseId: "t1", name: "look" },
      { type: "tool-input", json: '{"title":' },
      { type: "tool-input", json: '"竜"}' },
      { type: "block-end", block: content[2] },
      { type: "tool-use", toolUseId: "t2", name: "list" },
      { type: "block-end", block: content[3] },
    ])
  })

  it("is told by the stream as well, where the request has further fields", async () => {
    const server = await serve(replying(whole))
    const fields = { toolConfig: { tools: [{ toolSpec: { name: "look", inputSchema: {} } }] } }
    const collected = Stream.runCollect(converseStream({ ...request, fields } as ConverseRequest))
    const types = valueOf(await run(server, collected)).map(({ type }) => type)
    expect(types.filter((type) => type !== "text")).toEqual([
      "reasoning",
      "reasoning",
      "block-end",
      "tool-use",
      "tool-input",
      "tool-input",
      "block-end",
      "tool-use",
      "block-end",
      "end",
    ])
  })

  it("has no input of a tool that was cut", async () => {
    const cut = [at(0).tool("t1", "buy"), at(0).delta({ toolUse: { input: '{"copies": 1' } })]
    const bytes = [start, ...cut, at(0).stop, event("messageStop", { stopReason: "max_tokens" })]
    const server = await serve(replying(Buffer.concat([...bytes, metadata])))
    const outcome = outcomeOf(await run(server, converse()))
    expect(outcome).toMatchObject({ stopReason: "max_tokens", content: [] })
  })

  it("has begun with its first tool, and with its reasoning for one who hears of it", async () => {
    const silent = (bytes: ReadonlyArray<Buffer>) =>
      serve(replying(Buffer.concat([start, ...bytes]), () => {}))
    const brief = { firstEventMs: 300, gapMs: 600 }
    const tool = await silent([at(0).tool("t1", "look")])
    expect(errorOf(await run(tool, converse(undefined, brief))).reason).toBe("gap-timeout")
    const thinking = await silent(thought.slice(0, 1))
    expect(errorOf(await run(thinking, converse(undefined, brief))).reason).toBe(
      "first-token-timeout",
    )
    expect(
      errorOf(
        await run(
          thinking,
          converse(() => {}, brief),
        ),
      ).reason,
    ).toBe("gap-timeout")
  })

  it("may hold redacted reasoning and the model's own fields", async () => {
    const redacted = at(0).delta({ reasoningContent: { redactedContent: "3q2+7w==" } })
    const own = { additionalModelResponseFields: { stop_sequence: "END" } }
    const bytes = [start, redacted, at(0).stop, toolStop(own), metadata]
    const server = await serve(replying(Buffer.concat(bytes)))
    expect(outcomeOf(await run(server, converse()))).toMatchObject({
      content: [{ reasoningContent: { redactedContent: Buffer.from([0xde, 0xad, 0xbe, 0xef]) } }],
      additionalModelResponseFields: { stop_sequence: "END" },
    })
  })

  it("that is text alone has no content beside its text", async () => {
    const server = await serve(replying(Buffer.concat([start, ...said, stop, metadata])))
    expect(outcomeOf(await run(server, converse()))).not.toHaveProperty("content")
  })
})
