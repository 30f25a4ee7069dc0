/**
 * Everything a turn can emit, as one closed union. Frames, metrics, the timeline and the tests use the same list, so
 * that an order asserted in a test is the order a customer sees.
 *
 * The first event is `turn-start`; the last is exactly one of `turn-end` and `turn-failed`.
 */
import type {
  AnswerSource,
  ErrorCode,
  Looked,
  Made,
  ProductCard,
  ShownTool,
  TimelineEntry,
  TokenUsage,
} from "@manga-assist/protocol"

export type TurnEvent =
  | {
      readonly type: "turn-start"
      readonly turn: string
      readonly id: string
      /** For whoever ends it from outside; absent where its last event follows at once. */
      readonly soFar?: () => Pick<TurnEnd, "degraded" | "timeline">
    }
  | { readonly type: "cache-hit"; readonly source: AnswerSource; readonly ageMs: number }
  | { readonly type: "cache-miss"; readonly reason: string }
  | { readonly type: "retrieve-end"; readonly products: number; readonly outcome: string }
  /** The model looks something up: no content. Products may come again after it, and text may have come before. */
  | { readonly type: "looking"; readonly tools: ReadonlyArray<ShownTool> }
  /** The whole list. It replaces the one before; after text only behind a `looking`, or directly before the end. */
  | { readonly type: "products"; readonly products: ReadonlyArray<ProductCard> }
  | {
      readonly type: "model-start"
      readonly model: string
      readonly attempt: number
      /** Its text comes before the guardrail's verdict. */
      readonly isUnjudged?: true
    }
  | { readonly type: "first-token"; readonly model: string; readonly afterMs: number }
  | { readonly type: "delta"; readonly text: string }
  /** The guardrail blocked what was said: all text of the turn is void. The end follows, as `blocked`. */
  | { readonly type: "retract" }
  /** What the prompt cost, and whether its beginning was kept; for the metrics alone. */
  | {
      readonly type: "prompt-usage"
      readonly model: string
      readonly estimatedTokens: number
      readonly inputTokens: number
      readonly cache: "read" | "written" | "ignored" | "none"
    }
  | { readonly type: "turn-end"; readonly end: TurnEnd }
  | { readonly type: "turn-failed"; readonly failure: TurnFailure }

export interface TurnEnd {
  readonly turn: string
  readonly id: string
  readonly finish: "complete" | "cancelled" | "blocked" | "max-tokens" | "refused"
  readonly source: AnswerSource
  readonly reason?: string
  readonly model?: string
  readonly usage?: TokenUsage
  /** Of the call that wrote a kept answer: what this turn did not spend. */
  readonly savedUsage?: TokenUsage
  /** How a kept answer was made, once. */
  readonly made?: Made
  /** The turn whose call of the model gave this answer too. */
  readonly callOf?: string
  /** What the model looked up, and how much was found. */
  readonly looked?: ReadonlyArray<Looked>
  readonly degraded: ReadonlyArray<string>
  readonly budget: { readonly totalMs: number; readonly usedMs: number }
  readonly timeline: ReadonlyArray<TimelineEntry>
}

export interface TurnFailure {
  readonly turn: string
  readonly id: string
  readonly code: ErrorCode
  readonly message: string
  readonly retryable: boolean
  readonly degraded?: ReadonlyArray<string>
  readonly timeline?: ReadonlyArray<TimelineEntry>
}
