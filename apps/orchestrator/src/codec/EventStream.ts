/**
 * The project's own streaming format: frames as server-sent events, with the type in `event:` and the JSON in
 * `data:`.
 */
import { decodeChatRequest, encodeServerFrame, maxFrameBytes } from "@manga-assist/protocol"
import { jsonReply } from "../transport/JsonReply.ts"
import type { ChatCodec } from "./ChatCodec.ts"
import { refusalOf } from "./Refusals.ts"

export const eventStream: ChatCodec = {
  maxBytes: maxFrameBytes,
  retracts: true,
  decode: (body) => {
    const request = decodeChatRequest(body)
    if ("problem" in request) return refusalOf(request)
    return {
      request,
      reply: {
        kind: "stream",
        headers: {},
        write: (frames) =>
          frames
            .map((frame) => `event: ${frame.type}\ndata: ${encodeServerFrame(frame)}\n\n`)
            .join(""),
      },
    }
  },
  refuse: (error, status) => jsonReply(status, { error }),
}
