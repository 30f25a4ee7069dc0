/**
 * What the requests of OpenAI's formats have in common: the one model, the refusals in their words, and which message is
 * asked in which session. The customer's last message is asked; the earlier ones are the conversation where the session is
 * neither named nor proven.
 */
import { randomUUID } from "node:crypto"
import { type ChatRequest, decodeChatRequest } from "@manga-assist/protocol"
import type { Told } from "../codec/ChatCodec.ts"
import type { Refusal } from "../codec/Refusals.ts"
import type { Target } from "../transport/SocketServer.ts"
import { toldConversation } from "./ToldConversation.ts"

/** The one model that is offered; which of the store's models answers is chosen for each question. */
export const modelId = "manga-assist"

/** Of a body: clients send the whole conversation with each message. */
export const maxBytes = 262_144

/** In the format's words: `param` is the field of the body that is wrong. */
export const refused = (
  message: string,
  param: string | null,
  code?: string,
  status = 400,
): Refusal => ({
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

/** A field that is there, and not empty. */
export const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)

/** A conversation of a thousand questions; looking at each item keeps others waiting. */
const mostItems = 2_000

type Fields = Readonly<Record<string, unknown>>
type Content = string | ReadonlyArray<Fields> | null | undefined

interface Message {
  readonly role: string
  readonly content: Content
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const isContent = (value: unknown): value is Content =>
  value === undefined ||
  value === null ||
  typeof value === "string" ||
  (Array.isArray(value) && value.every(isFields))

/** Undefined where an item is wrong. By hand: a schema takes ten times as long for thousands of small items. */
const messagesOf = (
  items: ReadonlyArray<unknown>,
  hasOthers: boolean,
): ReadonlyArray<Message> | undefined => {
  const messages: Array<Message> = []
  for (const item of items) {
    if (!isFields(item)) return undefined
    const { content, role } = item
    if (role === undefined && hasOthers) continue
    if (typeof role !== "string" || !isContent(content)) return undefined
    messages.push({ role, content })
  }
  return messages
}

/** The text of one message, of parts of these types; undefined where a part is no text. */
const textOf = (content: Content, types: ReadonlySet<unknown>): string | undefined => {
  if (content === undefined || content === null) return ""
  if (typeof content === "string") return content
  const texts = content.map((part) => (types.has(part["type"]) ? part["text"] : undefined))
  return texts.every((text) => typeof text === "string") ? texts.join("\n") : undefined
}

interface Spoken {
  /** The field of the body that holds them. */
  readonly field: string
  readonly items: ReadonlyArray<unknown>
  /** Items without a role are no messages, and left out. */
  readonly hasOthers?: boolean
  /** Types of parts that are text. */
  readonly texts: ReadonlySet<unknown>
  /** The body's `user`, which names the session where the header `x-session` does not. */
  readonly user: string | null | undefined
}

export interface AskedMessage {
  readonly request: ChatRequest
  readonly told: Told
}

export const askedMessage = (
  { field, hasOthers = false, items, texts, user }: Spoken,
  target: Target,
): AskedMessage | Refusal => {
  if (items.length > mostItems) return refused(`"${field}" may have ${mostItems} items`, field)
  const messages = messagesOf(items, hasOthers)
  if (messages === undefined) {
    return refused(
      `each message of "${field}" has a "role", and a "content" of text or parts`,
      field,
    )
  }
  const at = messages.findLastIndex(({ role }) => role === "user")
  const last = messages[at]
  if (last === undefined) return refused(`"${field}" must hold a message of the user`, field)
  const text = textOf(last.content, texts)
  if (text === undefined) return refused("a message is text only", field)
  const named = target.header("x-session")
  const session = named === "" ? (user ?? undefined) : named
  const request = decodeChatRequest(
    JSON.stringify({ id: randomUUID(), text, ...(session === undefined ? {} : { session }) }),
  )
  if ("problem" in request) {
    return request.field === "session"
      ? refused(
          `the session, "user" or x-session, ${request.message.replace(/^\S+ \S+ /, "")}`,
          "user",
        )
      : refused(`the last message: ${request.message}`, field)
  }
  const earlier = messages
    .slice(0, at)
    .map(({ content, role }) => ({ role, text: textOf(content, texts) ?? "" }))
  return { request, told: toldConversation(earlier, request.text) }
}
