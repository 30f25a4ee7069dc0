/** The codec of OpenAI's format: `POST /v1/chat/completions`, streamed or whole, and pages of its one model. */
import type { ChatCodec } from "../codec/ChatCodec.ts"
import { jsonReply } from "../transport/JsonReply.ts"
import { chunkWriter, completion, errorOf } from "./ChatCompletionReply.ts"
import { decodeChatCompletion, maxBytes, modelId, unknownModel } from "./ChatCompletionRequest.ts"

export const openAi: ChatCodec = {
  maxBytes,
  decode: (body, target) => {
    const wanted = decodeChatCompletion(body, target)
    if ("code" in wanted) return wanted
    const { includeUsage, request, stream, told } = wanted
    const created = Math.floor(Date.now() / 1_000)
    return {
      request,
      told,
      reply: stream
        ? { kind: "stream", headers: {}, write: chunkWriter(request.id, created, includeUsage) }
        : { kind: "whole", body: (frames) => completion(request.id, created, frames) },
    }
  },
  refuse: (error, status, detail) => jsonReply(status, { error: errorOf(error, status, detail) }),
}

const model = { id: modelId, object: "model", created: 0, owned_by: "manga-assist" }

export const modelPages = [
  ["/v1/models", jsonReply(200, { object: "list", data: [model] })],
  [`/v1/models/${modelId}`, jsonReply(200, model)],
] as const

/** The refusal of a path that names another model. */
export const otherModel = (path: string) => {
  const isOther = path.startsWith("/v1/models/") && path !== `/v1/models/${modelId}`
  return isOther ? unknownModel : undefined
}
