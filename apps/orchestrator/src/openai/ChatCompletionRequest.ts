/**
 * Decodes the body of `POST /v1/chat/completions` (`ChatCompletionRequest`) into a chat request and the streaming
 * options that were asked for (`DecodedChatCompletion`). The customer's last message is asked; the earlier ones are the
 * conversation where the session is neither named nor proven.
 *
 * Options that would change the answer and are not supported are refused. Options that only tune a model
 * (`temperature`, `max_tokens` and the like) are ignored.
 */
import { randomUUID } from "node:crypto"
import { type ChatRequest, decodeChatRequest } from "@manga-assist/protocol"
import { Exit, Schema } from "effect"
import type { Told } from "../codec/ChatCodec.ts"
import type { Refusal } from "../codec/Refusals.ts"
import { toldConversation } from "./ToldConversation.ts"
import type { Target } from "../transport/SocketServer.ts"

/** The one model that is offered; which of the store's models answers is chosen for each question. */
export const modelId = "manga-assist"

/** Of a body: clients send the whole conversation with each message. */
export const maxBytes = 262_144

const Message = Schema.Struct({
  role: Schema.String,
  content: Schema.optionalKey(
    Schema.NullOr(
      Schema.Union([Schema.String, Schema.Array(Schema.Record(Schema.String, Schema.Unknown))]),
    ),
  ),
})

const none = Schema.optionalKey(Schema.Unknown)

export const ChatCompletionRequest = Schema.Struct({
  model: Schema.String,
  messages: Schema.Array(Message),
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
})
type ChatCompletionRequest = typeof ChatCompletionRequest.Type

export interface DecodedChatCompletion {
  readonly request: ChatRequest
  readonly told: Told
  readonly stream: boolean
  readonly includeUsage: boolean
}

const decodeJson = Schema.decodeUnknownExit(Schema.fromJsonString(ChatCompletionRequest))

const refused = (message: string, param: string | null, code?: string, status = 400): Refusal => ({
  code: "bad-frame",
  message,
  status,
  detail: {
    ...(param === null ? {} : { param }),
    ...(code === undefined ? {} : { code }),
  },
})

export const unknownModel = refused(
  `there is no model of this name here; use "${modelId}"`,
  "model",
  "model_not_found",
  404,
)

/** What is asked for and cannot be had. */
const notOffered = (body: ChatCompletionRequest): Refusal | undefined => {
  if (body.model !== modelId) return unknownModel
  const isGiven = (value: unknown) =>
    value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)
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

/** The text of one message; undefined where a part is no text. */
const textOf = (content: (typeof Message.Type)["content"]): string | undefined => {
  if (content === undefined || content === null) return ""
  if (typeof content === "string") return content
  const texts = content.map((part) => (part["type"] === "text" ? part["text"] : undefined))
  return texts.every((text) => typeof text === "string") ? texts.join("\n") : undefined
}

const sessionOf = (body: ChatCompletionRequest, target: Target): string | undefined => {
  const named = target.header("x-session")
  return named === "" ? (body.user ?? undefined) : named
}

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
  const at = body.messages.findLastIndex(({ role }) => role === "user")
  const last = body.messages[at]
  if (last === undefined) return refused('"messages" must hold a message of the user', "messages")
  const said = textOf(last.content)
  if (said === undefined) return refused("a message is text only", "messages")
  const session = sessionOf(body, target)
  const request = decodeChatRequest(
    JSON.stringify({ id: randomUUID(), text: said, ...(session === undefined ? {} : { session }) }),
  )
  if ("problem" in request) {
    if (request.field === "session") {
      return refused(
        `the session, "user" or x-session, ${request.message.replace(/^\S+ \S+ /, "")}`,
        "user",
      )
    }
    return refused(`the last message: ${request.message}`, "messages")
  }
  const earlier = body.messages
    .slice(0, at)
    .map(({ content, role }) => ({ role, text: textOf(content) ?? "" }))
  return {
    request,
    told: toldConversation(earlier, request.text),
    stream: body.stream === true,
    includeUsage: body.stream_options?.include_usage === true,
  }
}
