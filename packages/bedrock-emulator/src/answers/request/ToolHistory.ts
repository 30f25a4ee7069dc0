/**
 * Checks that each tool use of a history has its result in the next message, and each result its use in the message
 * before, as Bedrock and Claude behind it demand. A history that is refused once is refused at every later call.
 */
import { invalid } from "../../wire/AwsError.ts"
import type { ContentBlock } from "./ContentBlock.ts"
import { byModel } from "./ToolConfig.ts"

interface Message {
  readonly role: "user" | "assistant"
  readonly content: ReadonlyArray<ContentBlock>
}

/** @throws AwsError naming the message that is wrong. */
export const checkToolHistory = (messages: ReadonlyArray<Message>, hasTools: boolean): void => {
  const ofTools = messages.some(({ content }) => content.some(isOfTool))
  if (!ofTools) return
  if (!hasTools) {
    throw invalid(
      "The toolConfig field must be defined when using toolUse and toolResult content blocks.",
    )
  }
  for (const [index, message] of messages.entries()) checkBlocks(message, index)
  for (const [index, message] of messages.entries()) {
    if (message.role === "assistant") checkUses(message, messages[index + 1], index)
    else checkResults(message, messages[index - 1], index)
  }
}

const isOfTool = ({ kind }: ContentBlock): boolean => kind === "toolUse" || kind === "toolResult"

const idsOf = (message: Message | undefined, kind: "toolUse" | "toolResult") =>
  (message?.content ?? []).flatMap((block) =>
    isOfTool(block) && block.kind === kind ? [block.toolUseId] : [],
  )

const checkBlocks = ({ content, role }: Message, index: number): void => {
  const foreign = role === "assistant" ? "toolResult" : "toolUse"
  if (content.some(({ kind }) => kind === foreign)) {
    throw invalid(
      `The content at messages.${index} cannot hold ${foreign} blocks: its role is ${role}.`,
    )
  }
  const kind = role === "assistant" ? "toolUse" : "toolResult"
  const ids = idsOf({ content, role }, kind)
  const twice = ids.filter((id, at) => ids.indexOf(id) < at)
  if (twice.length > 0) {
    throw invalid(
      `The ${kind} blocks at messages.${index}.content contain duplicate Ids: ${twice.join(", ")}`,
    )
  }
}

const checkUses = (message: Message, next: Message | undefined, index: number): void => {
  const used = idsOf(message, "toolUse")
  if (used.length === 0) return
  const results = new Set(idsOf(next, "toolResult"))
  const missing = used.filter((id) => !results.has(id))
  if (missing.length > 0) {
    throw invalid(
      `Expected toolResult blocks at messages.${index + 1}.content for the following Ids: ${missing.join(", ")}`,
    )
  }
  const content = message.content.filter(({ kind }) => kind !== "cachePoint")
  if (content.slice(-used.length).some(({ kind }) => kind !== "toolUse")) {
    throw byModel(
      `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${used.join(", ")}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
    )
  }
}

const checkResults = (message: Message, before: Message | undefined, index: number): void => {
  const results = idsOf(message, "toolResult")
  const used = idsOf(before, "toolUse")
  if (results.length > used.length) {
    throw invalid(
      `The number of toolResult blocks at messages.${index}.content exceeds the number of toolUse blocks of previous turn.`,
    )
  }
  const content = message.content.filter(({ kind }) => kind !== "cachePoint")
  if (content.slice(0, results.length).some(({ kind }) => kind !== "toolResult")) {
    throw byModel(
      `messages.${index}: Did not find ${results.length} \`tool_result\` block(s) at the beginning of this message. Messages following \`tool_use\` blocks must begin with a matching number of \`tool_result\` blocks.`,
    )
  }
}
