/**
 * Converts frames to OpenAI chunks, or to one completion. Products, source and timeline, which the format has no
 * field for, are in `manga_assist`; clients of the format ignore it. Of several lists of products the last one counts.
 */
import type { ServerFrame, TokenUsage } from "@manga-assist/protocol"
import type { ErrorFrame } from "../codec/Refusals.ts"
import { dataEvent, detailsOf, lastEvent, type TurnEnd } from "../codec/TurnDetails.ts"
import { modelId } from "./AskedMessage.ts"

const finishReason = ({ finish }: TurnEnd): string => {
  if (finish === "max-tokens") return "length"
  return finish === "blocked" || finish === "refused" ? "content_filter" : "stop"
}

const noUsage: TokenUsage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
}

/** An answer from memory used no tokens. */
const usageOf = ({ usage = noUsage }: TurnEnd) => {
  const prompt = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens
  return {
    prompt_tokens: prompt,
    completion_tokens: usage.outputTokens,
    total_tokens: prompt + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cacheReadTokens },
  }
}

/** `id` of the message; `created` in whole seconds. */
export const chunkWriter = (id: string, created: number, includeUsage: boolean) => {
  const base = { id: `chatcmpl-${id}`, object: "chat.completion.chunk", created, model: modelId }
  let hasBegun = false
  const chunk = (
    delta: Readonly<Record<string, string>>,
    more: Readonly<Record<string, unknown>> = {},
  ) => {
    const role = hasBegun ? {} : { role: "assistant", content: "" }
    hasBegun = true
    const choice = { index: 0, delta: { ...role, ...delta }, logprobs: null, finish_reason: null }
    return dataEvent({
      ...base,
      choices: [choice],
      ...(includeUsage ? { usage: null } : {}),
      ...more,
    })
  }
  const last = (end: TurnEnd): string => {
    const choice = { index: 0, delta: {}, logprobs: null, finish_reason: finishReason(end) }
    const usage = { ...base, choices: [], usage: usageOf(end) }
    return [
      hasBegun ? "" : chunk({}),
      dataEvent({ ...base, choices: [choice], manga_assist: detailsOf(end) }),
      includeUsage ? dataEvent(usage) : "",
      lastEvent,
    ].join("")
  }
  /** Until there is content nothing is said: a turn that fails before is an error with a status. */
  return (frames: ReadonlyArray<ServerFrame>): string =>
    frames
      .map((frame) => {
        if (frame.type === "products") {
          return chunk({}, { manga_assist: { products: frame.products } })
        }
        if (frame.type === "delta") return chunk({ content: frame.text })
        if (frame.type === "turn-end") return last(frame)
        return frame.type === "error" ? dataEvent({ error: errorOf(frame, 503) }) : ""
      })
      .join("")
}

export const completion = (id: string, created: number, frames: ReadonlyArray<ServerFrame>) => {
  const end = frames.findLast((frame) => frame.type === "turn-end")
  const text = frames.map((frame) => (frame.type === "delta" ? frame.text : "")).join("")
  const shown = frames.findLast((frame) => frame.type === "products")
  return {
    id: `chatcmpl-${id}`,
    object: "chat.completion",
    created,
    model: modelId,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: text, refusal: null },
        logprobs: null,
        finish_reason: end === undefined ? "stop" : finishReason(end),
      },
    ],
    ...(end === undefined
      ? {}
      : {
          usage: usageOf(end),
          manga_assist: { products: shown?.products ?? [], ...detailsOf(end) },
        }),
  }
}

const typeOf = (status: number): string => {
  if (status === 401) return "authentication_error"
  if (status === 429) return "rate_limit_error"
  return status < 500 ? "invalid_request_error" : "server_error"
}

/** An error in the words of this format. */
export const errorOf = (
  error: ErrorFrame,
  status: number,
  detail: Readonly<Record<string, string>> = {},
) => ({
  message: error.message,
  type: typeOf(status),
  param: detail["param"] ?? null,
  code: detail["code"] ?? error.code,
})
