/**
 * Puts a Converse request into the words of OpenAI's chat completions, as Ollama, LM Studio and vLLM take them: system,
 * messages, tools, tool uses and their results.
 */
import {
  AwsError,
  type ContentBlock,
  type ConverseMessage,
  type ConverseRequest,
} from "@manga-assist/bedrock-emulator/services"

/** @throws AwsError for content that is neither text nor of a tool */
export const chatRequest = (request: ConverseRequest, model: string): object => {
  const system = textOf(request.system)
  const { maxTokens, stopSequences, temperature, topP } = request
  return {
    model,
    messages: [
      ...(system === "" ? [] : [{ role: "system", content: system }]),
      ...request.messages.flatMap(messagesOf),
    ],
    ...toolsOf(request),
    max_tokens: maxTokens,
    temperature,
    top_p: topP,
    ...(stopSequences.length === 0 ? {} : { stop: stopSequences }),
    stream: true,
    stream_options: { include_usage: true },
  }
}

const textOf = (blocks: ReadonlyArray<ContentBlock>): string =>
  blocks
    .flatMap((block) => {
      if (block.kind !== "other") return block.kind === "text" ? [block.text] : []
      throw new AwsError("ValidationException", "The local model takes text and tools alone.")
    })
    .join("\n\n")

const messagesOf = ({ content, role }: ConverseMessage): ReadonlyArray<object> => {
  const text = textOf(content)
  if (role === "assistant") {
    const calls = content.flatMap((block) => (block.kind === "toolUse" ? [callOf(block)] : []))
    const tool_calls = calls.length === 0 ? undefined : calls
    return [{ role, content: text === "" ? null : text, tool_calls }]
  }
  const results = content.flatMap((block) =>
    block.kind === "toolResult"
      ? [{ role: "tool", tool_call_id: block.toolUseId, content: block.told.join("\n") }]
      : [],
  )
  return text === "" ? results : [...results, { role, content: text }]
}

const callOf = ({ input, name, toolUseId }: Extract<ContentBlock, { kind: "toolUse" }>) => ({
  id: toolUseId,
  type: "function",
  function: { name, arguments: JSON.stringify(input) },
})

const toolsOf = ({ toolChoice, tools }: ConverseRequest) => {
  const functions = tools.flatMap((tool) =>
    tool.kind === "tool"
      ? [
          {
            type: "function",
            function: { name: tool.name, description: tool.description, parameters: tool.schema },
          },
        ]
      : [],
  )
  if (functions.length === 0) return {}
  const choice = toolChoice === "any" ? "required" : toolChoice
  return {
    tools: functions,
    tool_choice:
      typeof choice === "object" ? { type: "function", function: { name: choice.name } } : choice,
  }
}
