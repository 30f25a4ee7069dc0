/**
 * Codec of `POST /ai`: the AI SDK's UI message stream over HTTP, as `useChat` expects it with its default transport, and
 * of `GET /ai/<chat>/stream`, which that requests after a reload or a lost connection. An error before the answer is
 * plain text, which the transport shows as it is.
 */
import type { Asked, ChatCodec } from "../codec/ChatCodec.ts"
import { dataEvent, lastEvent } from "../codec/TurnDetails.ts"
import { chunkMaker, isLast } from "./UiMessageReply.ts"
import { decodeUiMessage, maxBytes } from "./UiMessageRequest.ts"

const pathPattern = /^\/ai\/([A-Za-z0-9_.-]{1,128})\/stream$/

/** The chat that the path names. */
export const resumedChat = (path: string): string | undefined => pathPattern.exec(path)?.[1]

/** Frames of one turn as server-sent events. */
export const uiStream = (): Asked["reply"] => {
  const chunksOf = chunkMaker()
  return {
    kind: "stream",
    headers: { "x-vercel-ai-ui-message-stream": "v1" },
    write: (frames) =>
      frames
        .flatMap(chunksOf)
        .map((chunk) => (isLast(chunk) ? dataEvent(chunk) + lastEvent : dataEvent(chunk)))
        .join(""),
  }
}

export const aiSdk: ChatCodec = {
  maxBytes,
  decode: (body) => {
    const wanted = decodeUiMessage(body)
    if ("code" in wanted) return wanted
    return { ...wanted, sessionIsHint: true, reply: uiStream() }
  },
  refuse: ({ message }, status) => ({
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
    body: message,
  }),
}
