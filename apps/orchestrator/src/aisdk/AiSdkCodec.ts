/**
 * Codec of `POST /ai`: the AI SDK's UI message stream over HTTP, as `useChat` expects it with its default transport. An
 * error before the answer is plain text, which that transport shows as it is.
 */
import type { ServerFrame } from "@manga-assist/protocol"
import type { ChatCodec } from "../codec/ChatCodec.ts"
import { dataEvent, lastEvent } from "../codec/TurnDetails.ts"
import { chunkMaker, isLast } from "./UiMessageReply.ts"
import { decodeUiMessage, maxBytes } from "./UiMessageRequest.ts"

export const uiStreamHeaders = { "x-vercel-ai-ui-message-stream": "v1" }

/** Frames of one turn as server-sent events. */
export const uiStreamWriter = () => {
  const chunksOf = chunkMaker()
  return (frames: ReadonlyArray<ServerFrame>): string =>
    frames
      .flatMap(chunksOf)
      .map((chunk) => (isLast(chunk) ? dataEvent(chunk) + lastEvent : dataEvent(chunk)))
      .join("")
}

export const aiSdk: ChatCodec = {
  maxBytes,
  decode: (body) => {
    const wanted = decodeUiMessage(body)
    if ("code" in wanted) return wanted
    const reply = { kind: "stream", headers: uiStreamHeaders, write: uiStreamWriter() } as const
    return { ...wanted, sessionIsHint: true, reply }
  },
  refuse: ({ message }, status) => ({
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
    body: message,
  }),
}
