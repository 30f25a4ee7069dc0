/**
 * The interface between the emulator and whoever plays its models: one call, and what the model says to it, whole or
 * part by part.
 */
import type { ConverseRequest } from "./request/ConverseRequest.ts"
import type { ChatModel } from "./Models.ts"
import type { JsonObject } from "../wire/Json.ts"

export const stopReasons = [
  "content_filtered",
  "end_turn",
  "guardrail_intervened",
  "malformed_model_output",
  "malformed_tool_use",
  "max_tokens",
  "model_context_window_exceeded",
  "refusal",
  "stop_sequence",
  "tool_use",
] as const

export type StopReason = (typeof stopReasons)[number]

/** One call, as whoever plays the model sees it. */
export interface ModelCall {
  readonly modelId: string
  readonly model: ChatModel
  readonly request: ConverseRequest
  /** Converse's, or Anthropic's Messages API by InvokeModel. */
  readonly api: "converse" | "messages"
  /** As it was sent. */
  readonly body: JsonObject
  /** The last text that a user said, or what `questionOf` makes of the request. */
  readonly question: string
  /** Milliseconds since 1970. */
  readonly now: number
  /** Aborts when the client leaves. */
  readonly signal: AbortSignal
}

export interface ToolUse {
  readonly toolUseId: string
  readonly name: string
  readonly input: unknown
  /** The input's JSON breaks off after so many characters. */
  readonly cut?: number
  /** Milliseconds between what is said before it and its beginning. */
  readonly delayMs?: number
}

/** What the model says; the same call must always get the same words if a test is to repeat. */
export interface ModelAnswer {
  readonly text: string
  /** After the text. */
  readonly toolUses?: ReadonlyArray<ToolUse>
  /** `tool_use` or `end_turn` when absent. */
  readonly stopReason?: StopReason
  /** Milliseconds before the first token, beside those of the latency model. */
  readonly delayMs?: number
  /** Told as it stands: the model that said it kept to the request's limits and stop sequences. */
  readonly isRecorded?: true
}

/** A part of what a model says in its own time. */
export type ModelPart =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "tool"; readonly toolUseId: string; readonly name: string }
  /** A piece of the JSON that is the input of the tool begun last. */
  | { readonly type: "input"; readonly json: string }
  | {
      readonly type: "end"
      readonly stopReason: StopReason
      /** Estimated when absent. */
      readonly usage?: {
        readonly inputTokens: number
        readonly cacheReadTokens: number
        readonly outputTokens: number
      }
    }

/**
 * Plays the model. What it returns whole is told at the pace of the latency model; parts are passed on as they come,
 * the last one is an `end`. An `AwsError` that is thrown is the service's answer, within the stream after the first part.
 */
export type Answers = (call: ModelCall) => ModelAnswer | AsyncIterable<ModelPart>
