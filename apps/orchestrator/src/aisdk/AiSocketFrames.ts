/**
 * Decodes and encodes the frames of the AI SDK's `WebSocketChatTransport`. Each request (`send`, `resume`, `abort`)
 * carries a `requestId` that the client chose; the frames that answer it carry the same id, and the answer's chunks
 * are numbered from 0. An invalid request decodes to `undefined`.
 */
import type { ServerFrame } from "@manga-assist/protocol"
import { Option, Schema } from "effect"
import { chunkMaker } from "./UiMessageReply.ts"

const named = { requestId: Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(128)) }
const headers = Schema.optionalKey(Schema.Record(Schema.String, Schema.String))

/** By their type; a test holds the published schema to them. */
export const aiRequestSchemas = {
  // The rest of it is read as the body of `POST /ai` is.
  send: Schema.Struct({ type: Schema.Literal("send"), ...named, headers }),
  resume: Schema.Struct({ type: Schema.Literal("resume"), ...named, headers, id: Schema.String }),
  abort: Schema.Struct({ type: Schema.Literal("abort"), ...named }),
}
const Request = Schema.fromJsonString(Schema.Union(Object.values(aiRequestSchemas)))
export type AiRequest = typeof Request.Type

const decode = Schema.decodeUnknownOption(Request)

export const readAiRequest = (text: string): AiRequest | undefined =>
  Option.getOrUndefined(decode(text))

const requestId = Schema.String
export const aiAnswerSchemas = {
  start: Schema.Struct({ type: Schema.Literal("start"), requestId }),
  chunk: Schema.Struct({
    type: Schema.Literal("chunk"),
    requestId,
    sequence: Schema.Int,
    chunk: Schema.Unknown,
  }),
  end: Schema.Struct({ type: Schema.Literal("end"), requestId }),
  "no-active": Schema.Struct({ type: Schema.Literal("no-active"), requestId }),
  error: Schema.Struct({ type: Schema.Literal("error"), requestId, errorText: Schema.String }),
}
type Unnamed<Frame> = Frame extends unknown ? Omit<Frame, "requestId"> : never
type AiAnswer = Unnamed<(typeof aiAnswerSchemas)[keyof typeof aiAnswerSchemas]["Type"]>

export const writeAiAnswer = (requestId: string, answer: AiAnswer): string =>
  JSON.stringify({ ...answer, requestId })

/** Frames of one turn as lines, each of them a frame of the transport. */
export const aiChunkWriter = (requestId: string) => {
  const chunksOf = chunkMaker()
  let sequence = -1
  return (frames: ReadonlyArray<ServerFrame>): string =>
    frames
      .flatMap(chunksOf)
      .map((chunk) => {
        sequence += 1
        return `${writeAiAnswer(requestId, { type: "chunk", sequence, chunk })}\n`
      })
      .join("")
}
