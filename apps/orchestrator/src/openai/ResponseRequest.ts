/**
 * Decodes the body of `POST /v1/responses` (`ResponseRequest`) into a chat request and whether it is streamed
 * (`DecodedResponse`). `input` is one message, or the whole conversation; its items that are no messages are ignored.
 *
 * Options that would change the answer and are not supported are refused; those that only tune a model are ignored.
 */
import { Exit, Schema } from "effect"
import type { Refusal } from "../codec/Refusals.ts"
import type { Target } from "../transport/SocketServer.ts"
import {
  type AskedMessage,
  askedMessage,
  isGiven,
  modelId,
  refused,
  unknownModel,
} from "./AskedMessage.ts"

const Item = Schema.Record(Schema.String, Schema.Unknown)

const none = Schema.optionalKey(Schema.Unknown)

const fields = {
  model: Schema.String,
  stream: Schema.optionalKey(Schema.NullOr(Schema.Boolean)),
  user: Schema.optionalKey(Schema.NullOr(Schema.String)),
  previous_response_id: none,
  conversation: none,
  prompt: none,
  tools: none,
  background: Schema.optionalKey(Schema.NullOr(Schema.Boolean)),
  text: Schema.optionalKey(
    Schema.NullOr(
      Schema.Struct({
        format: Schema.optionalKey(Schema.NullOr(Schema.Struct({ type: Schema.String }))),
      }),
    ),
  ),
}
/** As it is published. */
export const ResponseRequest = Schema.Struct({
  ...fields,
  input: Schema.Union([Schema.String, Schema.Array(Item)]),
})
/** Items are looked at afterwards (`AskedMessage.ts`). */
const Body = Schema.Struct({
  ...fields,
  input: Schema.Union([Schema.String, Schema.Array(Schema.Unknown)]),
})

export interface DecodedResponse extends AskedMessage {
  readonly stream: boolean
}

const decodeJson = Schema.decodeUnknownExit(Schema.fromJsonString(Body))
const texts = new Set(["input_text", "output_text"])

/** What is asked for and cannot be had. */
const notOffered = (body: typeof Body.Type): Refusal | undefined => {
  if (body.model !== modelId) return unknownModel
  for (const name of ["previous_response_id", "conversation"] as const) {
    if (isGiven(body[name])) {
      return refused(
        `"${name}" is not offered here: send the whole "input", or name the session by "user" or x-session`,
        name,
      )
    }
  }
  for (const name of ["tools", "prompt"] as const) {
    if (isGiven(body[name])) return refused(`"${name}" is not offered here`, name)
  }
  if (body.background === true) return refused('"background" is not offered here', "background")
  if ((body.text?.format?.type ?? "text") !== "text") {
    return refused("answers are plain text only", "text")
  }
  return undefined
}

export const decodeResponse = (text: string, target: Target): DecodedResponse | Refusal => {
  const decoded = decodeJson(text)
  if (Exit.isFailure(decoded)) {
    return refused(
      'the body must be a JSON object with "model" and "input" as OpenAI has them',
      null,
    )
  }
  const { input, stream, user } = decoded.value
  const refusal = notOffered(decoded.value)
  if (refusal !== undefined) return refusal
  const items = typeof input === "string" ? [{ role: "user", content: input }] : input
  const asked = askedMessage({ field: "input", items, hasOthers: true, texts, user }, target)
  return "code" in asked ? asked : { ...asked, stream: stream === true }
}
