/**
 * The AI SDK's UI message stream over HTTP, for `useChat` with its own transport: `POST /ai`. An error before the answer
 * is plain text, which that transport shows as it is.
 */
import type { ChatCodec } from "../codec/ChatCodec.ts"
import { dataEvent, lastEvent } from "../codec/TurnDetails.ts"
import { chunkMaker, isLast } from "./UiMessageReply.ts"
import { decodeUiMessage, maxBytes } from "./UiMessageRequest.ts"

export const aiSdk: ChatCodec = {
  maxBytes,
  decode: (body) => {
    const request = decodeUiMessage(body)
    if ("code" in request) return request
    const chunksOf = chunkMaker()
    return {
      request,
      sessionIsHint: true,
      reply: {
        kind: "stream",
        headers: { "x-vercel-ai-ui-message-stream": "v1" },
        write: (frames) =>
          frames
            .flatMap(chunksOf)
            .map((chunk) => (isLast(chunk) ? dataEvent(chunk) + lastEvent : dataEvent(chunk)))
            .join(""),
      },
    }
  },
  refuse: ({ message }, status) => ({
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
    body: message,
  }),
}
