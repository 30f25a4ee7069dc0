/**
 * Formats an answer for Anthropic's Messages API, as `InvokeModel` and its stream return it. In the stream each event
 * is JSON in base64 within a `chunk` frame.
 */
import type { Answer } from "../answers/Answer.ts"
import { encodeEvent } from "../wire/EventStream.ts"
import { type AnswerEvent, deltasOf, type Progress } from "./StreamedAnswer.ts"
import { tokenPieces } from "../answers/Tokens.ts"

const frame = (payload: unknown): Buffer => {
  const bytes = Buffer.from(JSON.stringify(payload)).toString("base64")
  return encodeEvent("chunk", JSON.stringify({ bytes }))
}

const event = (payload: unknown, tokens = 0): AnswerEvent => ({
  frame: () => frame(payload),
  tokens,
})

const usageOf = ({ input }: Answer, outputTokens: number) => ({
  input_tokens: input.inputTokens,
  cache_creation_input_tokens: input.cacheWriteTokens,
  cache_read_input_tokens: input.cacheReadTokens,
  output_tokens: outputTokens,
})

const head = (said: Answer, model: string, id: string) => ({
  model,
  id: `msg_bdrk_${id}`,
  type: "message",
  role: "assistant",
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: usageOf(said, 1),
})

export const anthropicEvents = (model: string, id: string) =>
  function* (said: Answer, { latencyMs, outputTokens }: Progress): Generator<AnswerEvent> {
    yield event({ type: "message_start", message: head(said, model, id) })
    let index = 0
    if (said.pieces.length > 0 || said.toolUses.length === 0) {
      const content_block = { type: "text", text: "" }
      yield event({ type: "content_block_start", index, content_block })
      for (const { text, tokens } of deltasOf(said.pieces)) {
        const delta = { type: "text_delta", text }
        yield event({ type: "content_block_delta", index, delta }, tokens)
      }
      yield event({ type: "content_block_stop", index })
      index += 1
    }
    for (const { input, name, toolUseId } of said.toolUses) {
      const content_block = { type: "tool_use", id: toolUseId, name, input: {} }
      yield event({ type: "content_block_start", index, content_block })
      for (const { text, tokens } of deltasOf(tokenPieces(JSON.stringify(input)))) {
        const delta = { type: "input_json_delta", partial_json: text }
        yield event({ type: "content_block_delta", index, delta }, tokens)
      }
      yield event({ type: "content_block_stop", index })
      index += 1
    }
    yield {
      tokens: 0,
      frame: () =>
        frame({
          type: "message_delta",
          delta: { stop_reason: said.stopReason, stop_sequence: null },
          usage: { output_tokens: outputTokens() },
        }),
    }
    yield {
      tokens: 0,
      frame: () =>
        frame({
          type: "message_stop",
          "amazon-bedrock-invocationMetrics": {
            inputTokenCount: said.input.inputTokens,
            outputTokenCount: outputTokens(),
            invocationLatency: latencyMs(),
            firstByteLatency: latencyMs(),
          },
        }),
    }
  }

export const anthropicReply = (said: Answer, model: string, id: string, outputTokens: number) => {
  const text = said.pieces.join("")
  return {
    ...head(said, model, id),
    content: [
      ...(text === "" && said.toolUses.length > 0 ? [] : [{ type: "text", text }]),
      ...said.toolUses.map(({ input, name, toolUseId }) => ({
        type: "tool_use",
        id: toolUseId,
        name,
        input,
      })),
    ],
    stop_reason: said.stopReason,
    usage: usageOf(said, outputTokens),
  }
}
