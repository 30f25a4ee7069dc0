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

const Request = Schema.fromJsonString(
  Schema.Union([
    // The rest of it is read as the body of `POST /ai` is.
    Schema.Struct({ type: Schema.Literal("send"), ...named, headers }),
    Schema.Struct({ type: Schema.Literal("resume"), ...named, headers, id: Schema.String }),
    Schema.Struct({ type: Schema.Literal("abort"), ...named }),
  ]),
)
export type AiRequest = typeof Request.Type

const decode = Schema.decodeUnknownOption(Request)

export const readAiRequest = (text: string): AiRequest | undefined =>
  Option.getOrUndefined(decode(text))

type AiAnswer =
  | { readonly type: "start" | "end" | "no-active" }
  | { readonly type: "error"; readonly errorText: string }
  | { readonly type: "chunk"; readonly sequence: number; readonly chunk: unknown }

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
