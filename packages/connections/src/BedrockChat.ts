/**
 * One streamed answer of a model: ConverseStream over the shared pool, text handed over delta by delta.
 *
 * An answer is complete only after `messageStop`; leaving early, for whatever reason, resets the stream
 * upstream in the same tick. Nothing is retried, with one exception: a request whose connection failed
 * before its first event, or that was refused for our clock or for expired credentials, is sent once more.
 */
import type {
  ConverseStreamRequest,
  InferenceConfiguration,
  Message,
  SystemContentBlock,
} from "@aws-sdk/client-bedrock-runtime"
import { Context, Effect, Layer } from "effect"
import type { BedrockError } from "./BedrockError.ts"
import { BedrockTransport } from "./BedrockTransport.ts"
import type { ConverseBlockEvent } from "./ConverseBlocks.ts"
import { ConverseCall } from "./ConverseCall.ts"
import type { ConverseOutcome } from "./ConverseReader.ts"

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
}

export class BedrockChat extends Context.Service<
  BedrockChat,
  {
    /** Interrupting it stops the model's stream at once. */
    readonly converse: (
      request: ConverseRequest,
      listener: ConverseListener,
    ) => Effect.Effect<ConverseOutcome, BedrockError>
  }
>()("@manga-assist/connections/BedrockChat") {
  static readonly layer: Layer.Layer<BedrockChat, never, BedrockTransport> = Layer.effect(
    BedrockChat,
    Effect.gen(function* () {
      const { requests } = yield* BedrockTransport
      return BedrockChat.of({
        converse: (request, listener) =>
          Effect.callback((resume) => {
            const call = new ConverseCall(requests, request, listener, resume)
            call.start()
            return Effect.sync(() => call.cancel())
          }),
      })
    }),
  )
}
