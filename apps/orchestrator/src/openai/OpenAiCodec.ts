/** The codec of OpenAI's format: `POST /v1/chat/completions`, streamed or whole, and `GET /v1/models`. */
import type { ChatCodec } from "../codec/ChatCodec.ts"
import { jsonReply } from "../transport/JsonReply.ts"
import { chunkWriter, completion, errorOf } from "./ChatCompletionReply.ts"
import { decodeChatCompletion, maxBytes, modelId } from "./ChatCompletionRequest.ts"

export const openAi: ChatCodec = {
  maxBytes,
  decode: (body, target) => {
    const wanted = decodeChatCompletion(body, target)
    if ("code" in wanted) return wanted
    const { includeUsage, request, stream } = wanted
    const created = Math.floor(Date.now() / 1_000)
    return {
      request,
      reply: stream
        ? { kind: "stream", headers: {}, write: chunkWriter(request.id, created, includeUsage) }
        : { kind: "whole", body: (frames) => completion(request.id, created, frames) },
    }
  },
  refuse: (error, status, detail) => jsonReply(status, { error: errorOf(error, status, detail) }),
}

export const modelsPage = jsonReply(200, {
  object: "list",
  data: [{ id: modelId, object: "model", created: 0, owned_by: "manga-assist" }],
})
