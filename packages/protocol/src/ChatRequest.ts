/**
 * The body of `POST /chat`: one message, answered as a stream of server-sent events.
 */
import type { Locale } from "./ClientFrame.ts"
import {
  checkShape,
  type FrameProblem,
  isProblem,
  parseObject,
  type Shape,
} from "./DecodeObject.ts"
import { locale, messageId, messageText, session, traceparent } from "./FrameRules.ts"

export interface ChatRequest {
  readonly session?: string
  readonly id: string
  /** Trimmed, 1 to 2,000 characters. */
  readonly text: string
  readonly locale?: Locale
  readonly traceparent?: string
}

export const chatRequestShape: Shape = {
  required: { id: messageId, text: messageText },
  optional: { session, locale, traceparent },
}

/** Decodes a request body as strictly as a frame; never throws. */
export const decodeChatRequest = (body: string): ChatRequest | FrameProblem => {
  const parsed = parseObject(body)
  if (isProblem(parsed)) return parsed
  const { fields } = parsed
  const id = messageId(fields["id"]) === undefined ? (fields["id"] as string) : undefined
  const problem = checkShape(fields, chatRequestShape, body, id)
  if (problem !== undefined) return problem
  const request = fields as unknown as ChatRequest // checked field by field above
  return { ...request, text: request.text.trim() }
}
