/**
 * Configuration of the models: a larger chat model for hard questions, a smaller one for simple ones, the embedding
 * model and the guardrail. `TurnLadder.ts` chooses between the chat models when time is short.
 */
import { identifier } from "@manga-assist/process"
import { type Config, Context, Effect, Layer } from "effect"

export interface Model {
  /** Model or inference profile id, as Bedrock takes it. */
  readonly id: string
  readonly tier: "complex" | "simple"
  /** Longest answer; always set, because Bedrock reserves quota for it (unset: 64k tokens). */
  readonly maxTokens: number
}

export interface Guardrail {
  readonly id: string
  readonly version: string
}

export class Models extends Context.Service<
  Models,
  {
    readonly complex: Model
    readonly simple: Model
    readonly embedding: { readonly id: string; readonly dimensions: number }
    readonly guardrail: Guardrail | undefined
  }
>()("@manga-assist/assistant/Models") {
  /** `BEDROCK_MODEL_COMPLEX`, `_SIMPLE`, `BEDROCK_EMBEDDING_MODEL`, `BEDROCK_GUARDRAIL_ID`, `_VERSION`. */
  static readonly layer: Layer.Layer<Models, Config.ConfigError> = Layer.effect(
    Models,
    Effect.gen(function* () {
      const guardrail = yield* identifier("BEDROCK_GUARDRAIL_ID", "")
      const version = yield* identifier("BEDROCK_GUARDRAIL_VERSION", "DRAFT")
      return Models.of({
        complex: {
          id: yield* identifier(
            "BEDROCK_MODEL_COMPLEX",
            "jp.anthropic.claude-sonnet-4-5-20250929-v1:0",
          ),
          tier: "complex",
          maxTokens: 700,
        },
        simple: {
          id: yield* identifier(
            "BEDROCK_MODEL_SIMPLE",
            "jp.anthropic.claude-haiku-4-5-20251001-v1:0",
          ),
          tier: "simple",
          maxTokens: 400,
        },
        embedding: {
          id: yield* identifier("BEDROCK_EMBEDDING_MODEL", "amazon.titan-embed-text-v2:0"),
          dimensions: 256,
        },
        guardrail: guardrail === "" ? undefined : { id: guardrail, version },
      })
    }),
  )
}
