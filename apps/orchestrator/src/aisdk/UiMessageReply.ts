/**
 * Converts frames to the AI SDK's UI message stream: products become a typed data part, text one text part, and the
 * timeline the message's metadata.
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
 * The chunks of one turn. Until there is content nothing is said, so that a turn that fails before is an error
 * with a status, and a page shows the message as sent until it is being answered.
 */
export const chunkMaker = () => {
  let hasBegun = false
  let isText = false
  let cards = 0
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
    if (frame.type === "products") {
      cards += 1
      const id = `${frame.turn}-${cards}`
      return [...begin(frame.turn), { type: "data-products", id, data: frame.products }]
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
