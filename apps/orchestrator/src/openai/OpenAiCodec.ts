/**
 * The codecs of OpenAI's formats, `POST /v1/chat/completions` and `POST /v1/responses`, streamed or whole, and pages of
 * their one model.
 */
import type { ChatCodec } from "../codec/ChatCodec.ts"
import { jsonReply } from "../transport/JsonReply.ts"
import { chunkWriter, completion, errorOf } from "./ChatCompletionReply.ts"
import { maxBytes, modelId, unknownModel } from "./AskedMessage.ts"
import { decodeChatCompletion } from "./ChatCompletionRequest.ts"
import { responseWriter } from "./ResponseReply.ts"
import { decodeResponse } from "./ResponseRequest.ts"

const refuse: ChatCodec["refuse"] = (error, status, detail) =>
  jsonReply(status, { error: errorOf(error, status, detail) })

const nowSeconds = () => Math.floor(Date.now() / 1_000)

export const openAi: ChatCodec = {
  maxBytes,
  refuse,
  decode: (body, target) => {
    const wanted = decodeChatCompletion(body, target)
    if ("code" in wanted) return wanted
    const { includeUsage, request, stream, told } = wanted
    const created = nowSeconds()
    return {
      request,
      told,
      reply: stream
        ? { kind: "stream", headers: {}, write: chunkWriter(request.id, created, includeUsage) }
        : { kind: "whole", body: (frames) => completion(request.id, created, frames) },
    }
  },
}

export const openAiResponses: ChatCodec = {
  maxBytes,
  refuse,
  decode: (body, target) => {
    const wanted = decodeResponse(body, target)
    if ("code" in wanted) return wanted
    const { request, stream, told } = wanted
    const { whole, write } = responseWriter(request.id, nowSeconds())
    return {
      request,
      told,
      reply: stream
        ? { kind: "stream", headers: {}, write }
        : {
            kind: "whole",
            body: (frames) => {
              write(frames)
              return whole()
            },
          },
    }
  },
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
