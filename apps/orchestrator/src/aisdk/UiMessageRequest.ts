/**
 * Decodes the body that the AI SDK's transports send (`UiMessageRequest`: the chat's id and its messages) into the chat
 * request of its last user message (`DecodedUiMessage`). Earlier messages are ignored. A body that is malformed, or
 * whose last user message has parts other than text, gives a refusal.
 */
import { randomUUID } from "node:crypto"
import { decodeChatRequest, type ChatRequest } from "@manga-assist/protocol"
import { Exit, Schema } from "effect"
import { type Refusal, refusalOf } from "../codec/Refusals.ts"

/** Of a body: clients send the whole conversation with each message. */
export const maxBytes = 262_144

const Part = Schema.Struct({
  type: Schema.String,
  text: Schema.optionalKey(Schema.String),
})

const UiMessage = Schema.Struct({
  id: Schema.String,
  role: Schema.Literals(["system", "user", "assistant"]),
  parts: Schema.Array(Part),
})

export const UiMessageRequest = Schema.Struct({
  /** Of the chat: the session. */
  id: Schema.String,
  messages: Schema.Array(UiMessage),
  /** The turn goes on for a while without its connection; `stop()` then only stops to listen. */
  resumable: Schema.optionalKey(Schema.Boolean),
  trigger: Schema.optionalKey(Schema.Literals(["submit-message", "regenerate-message"])),
})

const decodeJson = Schema.decodeUnknownExit(Schema.fromJsonString(UiMessageRequest))

const refused = (message: string): Refusal => ({ code: "bad-frame", message })

export interface DecodedUiMessage {
  readonly request: ChatRequest
  readonly isResumable: boolean
}

export const decodeUiMessage = (text: string): DecodedUiMessage | Refusal => {
  const decoded = decodeJson(text)
  if (Exit.isFailure(decoded)) {
    return refused(
      'the body must be a JSON object with "id" and "messages" as the AI SDK sends them',
    )
  }
  const { id: session, messages, resumable = false, trigger } = decoded.value
  const last = messages.findLast(({ role }) => role === "user")
  if (last === undefined) return refused('"messages" must hold a message of the user')
  if (last.parts.some(({ type }) => type === "file" || type.startsWith("tool-"))) {
    return refused("a message is text only")
  }
  const said = last.parts.flatMap((part) => (part.type === "text" ? [part.text ?? ""] : []))
  // Asked for anew: a message of the same id would be answered with what was said before.
  const id = trigger === "regenerate-message" ? randomUUID() : last.id
  const request = decodeChatRequest(JSON.stringify({ session, id, text: said.join("\n") }))
  return "problem" in request ? refusalOf(request) : { request, isResumable: resumable }
}
