/**
 * Decodes the body of `POST /v1/chat/completions` (`ChatCompletionRequest`) into a chat request and the streaming
 * options that were asked for (`DecodedChatCompletion`).
 *
 * Options that would change the answer and are not supported are refused. Options that only tune a model
 * (`temperature`, `max_tokens` and the like) are ignored.
 */
import { Exit, Schema } from "effect"
import type { Refusal } from "../codec/Refusals.ts"
import {
  type AskedMessage,
  askedMessage,
  isGiven,
  modelId,
  refused,
  unknownModel,
} from "./AskedMessage.ts"
import type { Target } from "../transport/SocketServer.ts"

const Message = Schema.Struct({
  role: Schema.String,
  content: Schema.optionalKey(
    Schema.NullOr(
      Schema.Union([Schema.String, Schema.Array(Schema.Record(Schema.String, Schema.Unknown))]),
    ),
  ),
})

const none = Schema.optionalKey(Schema.Unknown)

const fields = {
  model: Schema.String,
  stream: Schema.optionalKey(Schema.NullOr(Schema.Boolean)),
  stream_options: Schema.optionalKey(
    Schema.NullOr(Schema.Struct({ include_usage: Schema.optionalKey(Schema.Boolean) })),
  ),
  user: Schema.optionalKey(Schema.NullOr(Schema.String)),
  n: Schema.optionalKey(Schema.NullOr(Schema.Int)),
  tools: none,
  functions: none,
  audio: none,
  modalities: Schema.optionalKey(Schema.NullOr(Schema.Array(Schema.String))),
  response_format: Schema.optionalKey(Schema.NullOr(Schema.Struct({ type: Schema.String }))),
  logprobs: Schema.optionalKey(Schema.NullOr(Schema.Boolean)),
}
/** As it is published. */
export const ChatCompletionRequest = Schema.Struct({ ...fields, messages: Schema.Array(Message) })
/** Messages are looked at afterwards (`AskedMessage.ts`). */
const Body = Schema.Struct({ ...fields, messages: Schema.Array(Schema.Unknown) })

export interface DecodedChatCompletion extends AskedMessage {
  readonly stream: boolean
  readonly includeUsage: boolean
}

const decodeJson = Schema.decodeUnknownExit(Schema.fromJsonString(Body))

/** What is asked for and cannot be had. */
const notOffered = (body: typeof Body.Type): Refusal | undefined => {
  if (body.model !== modelId) return unknownModel
  for (const name of ["tools", "functions", "audio"] as const) {
    if (isGiven(body[name])) return refused(`"${name}" is not offered here`, name)
  }
  if ((body.n ?? 1) !== 1) return refused('"n" must be 1', "n")
  if (body.logprobs === true) return refused('"logprobs" is not offered here', "logprobs")
  if (body.modalities?.some((each) => each !== "text") === true) {
    return refused("answers are text only", "modalities")
  }
  if ((body.response_format?.type ?? "text") !== "text") {
    return refused("answers are plain text only", "response_format")
  }
  return undefined
}

const texts = new Set(["text"])

export const decodeChatCompletion = (
  text: string,
  target: Target,
): DecodedChatCompletion | Refusal => {
  const decoded = decodeJson(text)
  if (Exit.isFailure(decoded)) {
    return refused(
      'the body must be a JSON object with "model" and "messages" as OpenAI has them',
      null,
    )
  }
  const body = decoded.value
  const refusal = notOffered(body)
  if (refusal !== undefined) return refusal
  const { messages: items, user } = body
  const asked = askedMessage({ field: "messages", items, texts, user }, target)
  if ("code" in asked) return asked
  return {
    ...asked,
    stream: body.stream === true,
    includeUsage: body.stream_options?.include_usage === true,
  }
}
