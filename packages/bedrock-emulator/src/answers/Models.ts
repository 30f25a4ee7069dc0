/**
 * The models this server knows, by Bedrock's ids, and the limits of each.
 */
import { invalid } from "../wire/AwsError.ts"

export interface ChatModel {
  readonly kind: "chat"
  readonly id: string
  readonly family: "haiku" | "sonnet" | "opus"
  /** Smallest prefix, in tokens, that a cache point keeps; `undefined` where caching is not offered. */
  readonly cacheMinimum?: number
  readonly longCache: boolean
  readonly maxOutputTokens: number
  readonly contextTokens: number
  /** Newer models are only reached through an inference profile (`jp.`, `global.`, …). */
  readonly profileOnly: boolean
}

export interface EmbeddingModel {
  readonly kind: "embedding"
  readonly id: string
}

export type Model = ChatModel | EmbeddingModel

const claude = (
  id: string,
  family: ChatModel["family"],
  limits: Partial<Omit<ChatModel, "kind" | "id" | "family">>,
): ChatModel => ({
  kind: "chat",
  id,
  family,
  longCache: false,
  maxOutputTokens: 64_000,
  contextTokens: 200_000,
  profileOnly: true,
  ...limits,
})

/** Cache minimums: the prompt caching page of the Bedrock user guide, August 2026. */
const models: ReadonlyArray<Model> = [
  claude("anthropic.claude-haiku-4-5-20251001-v1:0", "haiku", {
    cacheMinimum: 4_096,
    longCache: true,
  }),
  claude("anthropic.claude-sonnet-4-6", "sonnet", { cacheMinimum: 2_048, longCache: true }),
  claude("anthropic.claude-sonnet-4-5-20250929-v1:0", "sonnet", {
    cacheMinimum: 1_024,
    longCache: true,
  }),
  claude("anthropic.claude-sonnet-4-20250514-v1:0", "sonnet", { cacheMinimum: 1_024 }),
  claude("anthropic.claude-3-7-sonnet-20250219-v1:0", "sonnet", { cacheMinimum: 1_024 }),
  claude("anthropic.claude-opus-4-5-20251101-v1:0", "opus", {
    cacheMinimum: 4_096,
    longCache: true,
  }),
  claude("anthropic.claude-opus-4-6-v1", "opus", { cacheMinimum: 4_096, longCache: true }),
  claude("anthropic.claude-3-5-haiku-20241022-v1:0", "haiku", {
    cacheMinimum: 2_048,
    maxOutputTokens: 8_192,
  }),
  claude("anthropic.claude-3-5-sonnet-20240620-v1:0", "sonnet", {
    maxOutputTokens: 8_192,
    profileOnly: false,
  }),
  claude("anthropic.claude-3-haiku-20240307-v1:0", "haiku", {
    maxOutputTokens: 4_096,
    profileOnly: false,
  }),
  { kind: "embedding", id: "amazon.titan-embed-text-v2:0" },
]

const byId = new Map(models.map((model) => [model.id, model]))
const geography = /^(?:global|apac|jp|au|us|us-gov|eu|ca)\./
const resources = new Set([
  "inference-profile",
  "foundation-model",
  // Of a real one the id says nothing; here it is what the profile was copied from.
  "application-inference-profile",
])

/** Of `arn:aws:bedrock:REGION:ACCOUNT:KIND/NAME` the name. */
const nameIn = (modelId: string): string => {
  const [scheme, _partition, service, _region, _account, ...rest] = modelId.split(":")
  const [kind = "", ...name] = rest.join(":").split("/")
  return scheme === "arn" && service === "bedrock" && resources.has(kind) ? name.join("/") : modelId
}

/**
 * The model that an id, inference profile id, or ARN of either names.
 *
 * @throws AwsError `ValidationException` when there is none, or when it needs a profile.
 */
export const findModel = (modelId: string): Model => {
  const name = nameIn(modelId)
  const base = name.replace(geography, "")
  const model = byId.get(base)
  if (model === undefined) throw invalid("The provided model identifier is invalid.")
  const profiled = base !== name
  if (model.kind === "chat" && model.profileOnly && !profiled) {
    throw invalid(
      `Invocation of model ID ${base} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
    )
  }
  if (model.kind === "embedding" && profiled) {
    throw invalid("The provided model identifier is invalid.")
  }
  return model
}

/** @throws AwsError when the model does not chat. */
export const findChatModel = (modelId: string): ChatModel => {
  const model = findModel(modelId)
  if (model.kind === "chat") return model
  throw invalid(
    "This action doesn't support the model that you provided. Try again with a supported text or chat model",
  )
}
