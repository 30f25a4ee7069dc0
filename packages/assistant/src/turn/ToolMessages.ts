/**
 * What a model's uses of tools and their results add to its prompt: its own message, and ours with one result for each
 * use, in their order. Whatever the model wrote, the messages are ones that Bedrock takes: a refused one would end the
 * turn. Results are data, as JSON that closes no block; of foreign orders there is no id in either. Pure.
 */
import type { ConverseOutcome } from "@manga-assist/connections"
import { maskForeignOrdersIn } from "../model/OrderMask.ts"
import type { Prompt } from "../model/PromptCache.ts"
import { jsonLine } from "../prompt/JsonLine.ts"
import type { ToolResult } from "../tools/Tool.ts"

type Content = NonNullable<Prompt["messages"][number]["content"]>
type WrittenUse = NonNullable<Content[number]["toolUse"]>

export interface ToolUse {
  readonly toolUseId: string
  readonly name: string
  readonly input: WrittenUse["input"]
}

/** The uses that are whole, where the model ended by using tools: of a use that was cut nothing is run. */
export const toolUsesIn = ({ content = [], stopReason }: ConverseOutcome): ReadonlyArray<ToolUse> =>
  stopReason === "tool_use"
    ? content.flatMap(({ toolUse }) => (toolUse === undefined ? [] : wholeUse(toolUse)))
    : []

const wholeUse = ({ input, name, toolUseId }: WrittenUse): ReadonlyArray<ToolUse> =>
  name !== undefined &&
  toolUseId !== undefined &&
  typeof input === "object" &&
  input !== null &&
  !Array.isArray(input)
    ? [{ toolUseId, name, input }]
    : []

export const toolMessages = (
  outcome: ConverseOutcome,
  uses: ReadonlyArray<ToolUse>,
  results: ReadonlyArray<Pick<ToolResult, "content" | "ok">>,
  ownOrders: ReadonlyArray<string>,
): Prompt["messages"] => {
  const own = new Set(ownOrders)
  // JSON stays JSON of the same shape.
  const masked = <A>(json: A): A => maskForeignOrdersIn(json, own) as A
  const before = (outcome.content ?? []).filter(
    ({ text, toolUse }) => toolUse === undefined && text?.trim() !== "",
  )
  return [
    {
      role: "assistant",
      content: [
        ...before.map((block) =>
          block.text === undefined ? block : { text: masked(block.text).toWellFormed() },
        ),
        ...uses.map((use) => ({ toolUse: { ...use, input: masked(use.input) } })),
      ],
    },
    {
      role: "user",
      content: results.map(({ content, ok }, at) => ({
        toolResult: {
          toolUseId: uses[at]?.toolUseId,
          content: [{ text: jsonLine(masked(content)) }],
          status: ok ? "success" : "error",
        },
      })),
    },
  ]
}
