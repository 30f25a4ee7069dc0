/** What a streamed answer is asked for, with its two deadlines, and who hears its text. */
import { type Message, type SystemContentBlock } from "@aws-sdk/client-bedrock-runtime"

export interface ConverseRequest {
  readonly modelId: string
  readonly system: ReadonlyArray<SystemContentBlock>
  readonly messages: ReadonlyArray<Message>
  readonly inferenceConfig: { readonly maxTokens: number; readonly temperature?: number }
  readonly guardrail?: { readonly id: string; readonly version: string }
  /** Milliseconds from the call to the first text (or to the stop of an answer without text). */
  readonly firstEventMs: number
  /** Milliseconds between two events after that. */
  readonly gapMs: number
}

export interface ConverseListener {
  /** Called synchronously for each piece of text, never after the effect has ended. */
  readonly onText: (text: string) => void
}
