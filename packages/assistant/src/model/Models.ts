/**
 * Configuration of the models: a larger chat model for hard questions, a smaller one for simple ones, the embedding
 * model and the guardrail. `TurnLadder.ts` chooses between the chat models when time is short.
 *
 * Bedrock is asked by `id`. Everything else knows a model by its `name`: prices, the prompt cache's minimum, metrics,
 * frames. They differ for an application inference profile, whose ARN names an account and no model.
 */
import { identifier, oneWord, wrongValue } from "@manga-assist/process"
import { type Config, Context, Effect, Layer } from "effect"

export interface Model {
  /** Model or inference profile, by id or ARN, as Bedrock takes it. */
  readonly id: string
  /** The model's own id, or that of a system profile. */
  readonly name: string
  readonly tier: "complex" | "simple"
  /** Longest answer; always set, because Bedrock reserves quota for it (unset: 64k tokens). */
  readonly maxTokens: number
}

export interface Guardrail {
  readonly id: string
  readonly version: string
  /** Text comes before the verdict, which may still block the answer. Absent: behind it. */
  readonly mode?: "async"
}

const isApplicationProfile = (id: string): boolean =>
  id.startsWith("arn:") && id.includes(":application-inference-profile/")
const otherArn = /^arn:[^:]+:bedrock:[^/]*\/(.+)$/

/** `SETTING`, and `SETTING_BASE`: the model behind an application inference profile, which nothing else can tell. */
const modelOf = Effect.fnUntraced(function* (setting: string, byDefault: string) {
  const id = yield* identifier(setting, byDefault)
  const base = yield* identifier(`${setting}_BASE`, "")
  if (base !== "") return { id, name: base }
  if (!isApplicationProfile(id)) return { id, name: otherArn.exec(id)?.[1] ?? id }
  const rule = `must name the model of the application inference profile that ${setting} is`
  return yield* Effect.fail(wrongValue(`${setting}_BASE`, rule, base))
})

/** Of a model that is asked under this id; the id itself where it is none of ours. */
export const nameOfModel = (
  { complex, embedding, simple }: Models["Service"],
  modelId: string,
): string => [complex, simple, embedding].find(({ id }) => id === modelId)?.name ?? modelId

export class Models extends Context.Service<
  Models,
  {
    readonly complex: Model
    readonly simple: Model
    readonly embedding: {
      readonly id: string
      readonly name: string
      readonly dimensions: number
    }
    readonly guardrail: Guardrail | undefined
    /** Of a call whose text may be taken back; the same unless `GUARDRAIL_BY_INTENT` is `on`. */
    readonly lateGuardrail: Guardrail | undefined
  }
>()("@manga-assist/assistant/Models") {
  /** `BEDROCK_MODEL_COMPLEX`, `_SIMPLE`, `BEDROCK_EMBEDDING_MODEL`, each with `…_BASE`; `BEDROCK_GUARDRAIL_ID`, `_VERSION`, `GUARDRAIL_BY_INTENT`. */
  static readonly layer: Layer.Layer<Models, Config.ConfigError> = Layer.effect(
    Models,
    Effect.gen(function* () {
      const id = yield* identifier("BEDROCK_GUARDRAIL_ID", "")
      const version = yield* identifier("BEDROCK_GUARDRAIL_VERSION", "DRAFT")
      const byIntent = yield* oneWord("GUARDRAIL_BY_INTENT", ["off", "on"])
      const guardrail: Guardrail | undefined = id === "" ? undefined : { id, version }
      return Models.of({
        complex: {
          ...(yield* modelOf(
            "BEDROCK_MODEL_COMPLEX",
            "jp.anthropic.claude-sonnet-4-5-20250929-v1:0",
          )),
          tier: "complex",
          maxTokens: 700,
        },
        simple: {
          ...(yield* modelOf(
            "BEDROCK_MODEL_SIMPLE",
            "jp.anthropic.claude-haiku-4-5-20251001-v1:0",
          )),
          tier: "simple",
          maxTokens: 400,
        },
        embedding: {
          ...(yield* modelOf("BEDROCK_EMBEDDING_MODEL", "amazon.titan-embed-text-v2:0")),
          dimensions: 256,
        },
        guardrail,
        lateGuardrail: guardrail && byIntent === "on" ? { ...guardrail, mode: "async" } : guardrail,
      })
    }),
  )
}
