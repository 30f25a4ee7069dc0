/**
 * Formats an answer for Anthropic's Messages API, as `InvokeModel` and its stream return it. In the stream each event
 * is JSON in base64 within a `chunk` frame.
 */
import { encodeEvent } from "../wire/EventStream.ts"
import { inputOf } from "../answers/Part.ts"
import type { AnswerFormat, Telling } from "./StreamedAnswer.ts"

const frame = (payload: unknown): Buffer => {
  const bytes = Buffer.from(JSON.stringify(payload)).toString("base64")
  return encodeEvent("chunk", JSON.stringify({ bytes }))
}

export const anthropicFormat = (model: string, id: string): AnswerFormat => {
  const message = ({ cost: { usage } }: Telling, outputTokens: number) => ({
    model,
    id: `msg_bdrk_${id}`,
    type: "message",
    role: "assistant",
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: {
      input_tokens: usage().inputTokens,
      cache_creation_input_tokens: usage().cacheWriteInputTokens,
      cache_read_input_tokens: usage().cacheReadInputTokens,
      output_tokens: outputTokens,
    },
  })
  return {
    begin: (telling) => frame({ type: "message_start", message: message(telling, 1) }),
    open: (index, part) => {
      const content_block =
        part.type === "text"
          ? { type: "text", text: "" }
          : { type: "tool_use", id: part.toolUseId, name: part.name, input: {} }
      return [frame({ type: "content_block_start", index, content_block })]
    },
    delta: (index, part) => {
      const delta =
        part.type === "text"
          ? { type: "text_delta", text: part.text }
          : { type: "input_json_delta", partial_json: part.json }
      return frame({ type: "content_block_delta", index, delta })
    },
    close: (index) => frame({ type: "content_block_stop", index }),
    end: (stopReason, { cost, latencyMs }) => {
      const { inputTokens, outputTokens } = cost.usage()
      const told = { stop_reason: stopReason, stop_sequence: null }
      const metrics = {
        inputTokenCount: inputTokens,
        outputTokenCount: outputTokens,
        invocationLatency: latencyMs(),
        firstByteLatency: latencyMs(),
      }
      return [
        frame({ type: "message_delta", delta: told, usage: { output_tokens: outputTokens } }),
        frame({ type: "message_stop", "amazon-bedrock-invocationMetrics": metrics }),
      ]
    },
    whole: (telling) => {
      const { stopReason, text, toolUses } = telling.heard
      const content = [
        ...(text === "" && toolUses.length > 0 ? [] : [{ type: "text", text }]),
        ...toolUses.map(({ json, name, toolUseId }) => ({
          type: "tool_use",
          id: toolUseId,
          name,
          input: inputOf(json),
        })),
      ]
      const { outputTokens } = telling.cost.usage()
      return { ...message(telling, outputTokens), content, stop_reason: stopReason }
    },
  }
}
