/**
 * What a client sends: one JSON object in each text frame, at most 16 KiB, no field beyond these.
 *
 * Decoding is strict; `decodeClientFrame` never throws and names the field and the rule that failed.
 */
import { Schema } from "effect"

/** Customer-visible languages. */
export const Locale = Schema.Literals(["en", "ja"])
export type Locale = typeof Locale.Type

export type ClientFrame =
  | {
      readonly type: "message"
      readonly id: string
      readonly text: string
      readonly locale?: Locale
    }
  | { readonly type: "draft"; readonly text: string }
  | { readonly type: "cancel"; readonly id: string }
  | {
      readonly type: "feedback"
      readonly turn: string
      readonly rating: "up" | "down"
      readonly comment?: string
    }
  | { readonly type: "ping" }
