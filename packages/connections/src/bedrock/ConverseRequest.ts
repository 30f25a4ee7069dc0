/**
 * Types of a request for a streamed answer: model, prompt, guardrail, other fields of ConverseStream, and two
 * deadlines (until the first content, then between events). Also the listener that receives text and other blocks.
 */
import type {
  ConverseStreamRequest,
  InferenceConfiguration,
  Message,
  SystemContentBlock,
} from "@aws-sdk/client-bedrock-runtime"
import type { ConverseBlockEvent } from "./ConverseBlocks.ts"

type Named = "modelId" | "system" | "messages" | "inferenceConfig" | "guardrailConfig"

export interface ConverseRequest {
  readonly modelId: string
  readonly system: ReadonlyArray<SystemContentBlock>
  readonly messages: ReadonlyArray<Message>
  readonly inferenceConfig: InferenceConfiguration & { readonly maxTokens: number }
  readonly guardrail?: {
    readonly id: string
    readonly version: string
    /** `async`: text comes before the guardrail's verdict, which may still block the answer. */
    readonly mode?: "sync" | "async"
  }
  /**
   * All else that ConverseStream takes, under its own names, known here or not: `toolConfig`,
   * `additionalModelRequestFields`, `serviceTier`, `performanceConfig`, `requestMetadata`, …
   */
  readonly fields?: Omit<ConverseStreamRequest, Named> & Readonly<Record<string, unknown>>
  /** Milliseconds from the call to the first text or use of a tool (or to the stop of an answer without). */
  readonly firstEventMs: number
  /** Milliseconds between two events after that. */
  readonly gapMs: number
}

export interface ConverseListener {
  /** Called synchronously for each piece of text, never after the effect has ended. */
  readonly onText: (text: string) => void
  /** The same for uses of tools and reasoning. With it, the first reasoning is the first that is said. */
  readonly onBlock?: (event: ConverseBlockEvent) => void
  /** The request was sent once more, because its connection failed: the first may have cost as much. */
  readonly onSentAgain?: () => void
}
