/**
 * Frames from clients: one JSON object in each text frame, at most 16 KiB, no unknown fields.
 *
 * Decoding is strict: `decodeClientFrame` never throws and names the field and the broken rule.
 */
import { Schema } from "effect"
import {
  badFrame,
  checkShape,
  type FrameProblem,
  isProblem,
  parseObject,
  type Shape,
} from "./DecodeObject.ts"
import {
  comment,
  constant,
  draftText,
  frameNumber,
  locale,
  messageId,
  messageText,
  rating,
  token,
  traceparent,
  turnId,
} from "./FrameRules.ts"

/** Customer-visible languages. */
export const Locale = Schema.Literals(["en", "ja"])
export type Locale = typeof Locale.Type

export type ClientFrame =
  | {
      readonly type: "message"
      readonly id: string
      readonly text: string
      readonly locale?: Locale
      /** The trace that the turn belongs to, as W3C Trace Context has it. */
      readonly traceparent?: string
    }
  | { readonly type: "draft"; readonly text: string }
  | { readonly type: "cancel"; readonly id: string }
  | {
      readonly type: "feedback"
      readonly turn: string
      readonly rating: "up" | "down"
      readonly comment?: string
    }
  /** Go on with this turn behind the frame of this number, the last that was seen. */
  | { readonly type: "resume"; readonly turn: string; readonly after: number }
  | { readonly type: "auth"; readonly token: string }
  | { readonly type: "ping" }

const shape = (
  type: ClientFrame["type"],
  required: Shape["required"],
  optional: Shape["optional"] = {},
): [type: string, shape: Shape] => [
  type,
  { required: { type: constant(type), ...required }, optional },
]

/** Of each type of frame, the fields and their rules. */
export const clientFrameShapes: ReadonlyMap<string, Shape> = new Map([
  shape("message", { id: messageId, text: messageText }, { locale, traceparent }),
  shape("draft", { text: draftText }),
  shape("cancel", { id: messageId }),
  shape("feedback", { turn: turnId, rating }, { comment }),
  shape("resume", { turn: turnId, after: frameNumber }),
  shape("auth", { token }),
  shape("ping", {}),
])

const known = [...clientFrameShapes.keys()].map((name) => `"${name}"`).join(", ")

/** Decodes one text frame; the text of a message arrives trimmed. */
export const decodeClientFrame = (text: string): ClientFrame | FrameProblem => {
  const parsed = parseObject(text)
  if (isProblem(parsed)) return parsed
  const { fields } = parsed
  const id = messageId(fields["id"]) === undefined ? (fields["id"] as string) : undefined
  if (!Object.hasOwn(fields, "type")) return badFrame('field "type" is missing', "type", id)
  const shape =
    typeof fields["type"] === "string" ? clientFrameShapes.get(fields["type"]) : undefined
  if (shape === undefined) return badFrame(`field "type" must be one of ${known}`, "type", id)
  const problem = checkShape(fields, shape, text, id)
  if (problem !== undefined) return problem
  const frame = fields as unknown as ClientFrame // checked field by field above
  return frame.type === "message" ? { ...frame, text: frame.text.trim() } : frame
}
