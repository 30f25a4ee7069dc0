/**
 * Converts frames to the AI SDK's UI message stream: products become one typed data part, which a later list replaces in
 * its place, text one text part, and the timeline the message's metadata. What the model looks up is a transient data
 * part: the page hears of it, the message does not keep it.
 */
import type { ServerFrame } from "@manga-assist/protocol"
import { detailsOf, type TurnEnd } from "../codec/TurnDetails.ts"

export interface UiChunk {
  readonly type: string
  readonly [field: string]: unknown
}

const finishReason = ({ finish }: TurnEnd): string => {
  if (finish === "max-tokens") return "length"
  return finish === "blocked" || finish === "refused" ? "content-filter" : "stop"
}

/**
 * The chunks of one turn. Until there is content the message does not begin, so that a page shows it as sent until it is
 * being answered. Until something is looked up nothing is said at all: a turn that fails before is an error with a status.
 */
export const chunkMaker = () => {
  let hasBegun = false
  let isText = false
  const begin = (turn: string): ReadonlyArray<UiChunk> => {
    if (hasBegun) return []
    hasBegun = true
    return [{ type: "start", messageId: turn }, { type: "start-step" }]
  }
  const endText = (turn: string): ReadonlyArray<UiChunk> => {
    if (!isText) return []
    isText = false
    return [{ type: "text-end", id: turn }]
  }
  const end = (frame: TurnEnd): ReadonlyArray<UiChunk> => {
    const messageMetadata = detailsOf(frame)
    const chunks = [...begin(frame.turn), ...endText(frame.turn), { type: "finish-step" }]
    if (frame.finish === "cancelled") {
      return [...chunks, { type: "message-metadata", messageMetadata }, { type: "abort" }]
    }
    return [...chunks, { type: "finish", finishReason: finishReason(frame), messageMetadata }]
  }
  return (frame: ServerFrame): ReadonlyArray<UiChunk> => {
    if (frame.type === "looking") {
      return [{ type: "data-looking", data: { tools: frame.tools }, transient: true }]
    }
    if (frame.type === "products") {
      const { products, turn } = frame
      return [...begin(turn), { type: "data-products", id: turn, data: products }]
    }
    if (frame.type === "delta") {
      const chunks = begin(frame.turn)
      const delta = { type: "text-delta", id: frame.turn, delta: frame.text }
      if (isText) return [...chunks, delta]
      isText = true
      return [...chunks, { type: "text-start", id: frame.turn }, delta]
    }
    if (frame.type === "turn-end") return end(frame)
    return frame.type === "error" ? [{ type: "error", errorText: frame.message }] : []
  }
}

export const isLast = ({ type }: UiChunk): boolean =>
  type === "finish" || type === "abort" || type === "error"
