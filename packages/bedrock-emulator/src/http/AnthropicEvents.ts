/**
 * Formats an answer for Anthropic's Messages API, as `InvokeModel` and its stream return it. In the stream each event
 * is JSON in base64 within a `chunk` frame.
 */
import { encodeEvent } from "../wire/EventStream.ts"
import { inputOf } from "../answers/Part.ts"
import type { AnswerEvent, MakeFormat, Progress, Saying } from "./StreamedAnswer.ts"

const frame = (payload: unknown): Buffer => {
  const bytes = Buffer.from(JSON.stringify(payload)).toString("base64")
  return encodeEvent("chunk", JSON.stringify({ bytes }))
}

const event = (payload: unknown, tokens = 0): AnswerEvent => ({
  frame: () => frame(payload),
  tokens,
})

type Usage = ReturnType<Progress["usage"]>

/** As a block begins. */
type Block =
  | { readonly type: "text"; readonly text: "" }
  | {
      readonly type: "tool_use"
      readonly id: string
      readonly name: string
      readonly input: Readonly<Record<string, never>>
    }

const usageOf = (usage: Usage, outputTokens: number) => ({
  input_tokens: usage.inputTokens,
  cache_creation_input_tokens: usage.cacheWriteInputTokens,
  cache_read_input_tokens: usage.cacheReadInputTokens,
  output_tokens: outputTokens,
})

const head = (usage: Usage, model: string, id: string) => ({
  model,
  id: `msg_bdrk_${id}`,
  type: "message",
  role: "assistant",
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: usageOf(usage, 1),
})

export const anthropicFormat =
  (model: string, id: string): MakeFormat =>
  (_said, { latencyMs, usage }) => {
    let index = 0
    let open: "text" | "tool_use" | undefined
    const closed = (): ReadonlyArray<AnswerEvent> => {
      if (open === undefined) return []
      const stop = event({ type: "content_block_stop", index })
      index += 1
      open = undefined
      return [stop]
    }
    const opened = (content_block: Block) => {
      const before = closed()
      open = content_block.type
      return [...before, event({ type: "content_block_start", index, content_block })]
    }
    const text = () => opened({ type: "text", text: "" })
    const delta = (content: unknown, tokens: number) =>
      event({ type: "content_block_delta", index, delta: content }, tokens)
    return {
      begin: () => event({ type: "message_start", message: head(usage(), model, id) }),
      of: (part) => {
        switch (part.type) {
          case "text": {
            const before = open === "text" ? [] : text()
            return [...before, delta({ type: "text_delta", text: part.text }, part.tokens)]
          }
          case "tool": {
            const { name, toolUseId } = part
            return opened({ type: "tool_use", id: toolUseId, name, input: {} })
          }
          case "input":
            return [delta({ type: "input_json_delta", partial_json: part.json }, part.tokens)]
          case "end": {
            const before = index === 0 && open === undefined ? [...text(), ...closed()] : closed()
            const told = { stop_reason: part.stopReason, stop_sequence: null }
            const end = {
              type: "message_delta",
              delta: told,
              usage: { output_tokens: usage().outputTokens },
            }
            return [...before, event(end), stopped(usage(), latencyMs())]
          }
        }
      },
    }
  }

const stopped = ({ inputTokens, outputTokens }: Usage, latencyMs: number): AnswerEvent =>
  event({
    type: "message_stop",
    "amazon-bedrock-invocationMetrics": {
      inputTokenCount: inputTokens,
      outputTokenCount: outputTokens,
      invocationLatency: latencyMs,
      firstByteLatency: latencyMs,
    },
  })

export const anthropicReply = (
  model: string,
  id: string,
  { heard }: Saying,
  { usage }: Progress,
) => {
  const { stopReason, text, toolUses } = heard
  return {
    ...head(usage(), model, id),
    content: [
      ...(text === "" && toolUses.length > 0 ? [] : [{ type: "text", text }]),
      ...toolUses.map(({ json, name, toolUseId }) => ({
        type: "tool_use",
        id: toolUseId,
        name,
        input: inputOf(json),
      })),
    ],
    stop_reason: stopReason,
    usage: usageOf(usage(), usage().outputTokens),
  }
}
