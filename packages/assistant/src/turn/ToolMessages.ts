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

/** More than an answer of 400 tokens holds, the longest that may use tools. */
const mostUses = 10
/** What Bedrock takes for the id of a use, and for the name of a tool. */
const idPattern = /^[\w.:-]{1,64}$/
const namePattern = /^[\w-]{1,64}$/
/** Far beyond what any tool takes: in letters of JSON, and in objects and lists within each other. */
const longestInput = 8_192
const deepestInput = 10

/**
 * The uses that are whole, where the model ended by using tools: of a use that was cut nothing is run. Nor of one that is
 * none: it has no right name or id, repeats an id, or its input is no object, or beyond all bounds.
 */
export const toolUsesIn = ({
  content = [],
  stopReason,
}: ConverseOutcome): ReadonlyArray<ToolUse> => {
  if (stopReason !== "tool_use") return []
  const uses = content.flatMap(({ toolUse }) => (toolUse === undefined ? [] : wholeUse(toolUse)))
  const byId = Map.groupBy(uses, ({ toolUseId }) => toolUseId)
  return [...byId.values()].flatMap(([first]) => first ?? []).slice(0, mostUses)
}

const wholeUse = ({ input, name = "", toolUseId = "" }: WrittenUse): ReadonlyArray<ToolUse> =>
  namePattern.test(name) &&
  idPattern.test(toolUseId) &&
  typeof input === "object" &&
  input !== null &&
  !Array.isArray(input) &&
  isShallow(input, deepestInput) &&
  JSON.stringify(input).length <= longestInput
    ? [{ toolUseId, name, input }]
    : []

const isShallow = (value: unknown, levels: number): boolean =>
  typeof value !== "object" ||
  value === null ||
  (levels > 0 && Object.values(value).every((each) => isShallow(each, levels - 1)))

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
