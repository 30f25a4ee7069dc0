/**
 * The models of this server: those whose limits it knows, by Bedrock's ids, and any other that an id, a profile or an ARN
 * names, without limits.
 */
import { invalid } from "../wire/AwsError.ts"

export interface ChatModel {
  readonly kind: "chat"
  readonly id: string
  /** Smallest prefix, in tokens, that a cache point keeps; `undefined` where caching is not offered. */
  readonly cacheMinimum?: number
  readonly longCache: boolean
  /** Both are `Infinity` where the model's are not known. */
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

type Limits = Omit<ChatModel, "kind" | "id">

const claude = (id: string, limits: Partial<Limits>): ChatModel => ({
  kind: "chat",
  id,
  longCache: false,
  maxOutputTokens: 64_000,
  contextTokens: 200_000,
  profileOnly: true,
  ...limits,
})

/** Cache minimums: the prompt caching page of the Bedrock user guide, August 2026. */
const models: ReadonlyArray<Model> = [
  claude("anthropic.claude-haiku-4-5-20251001-v1:0", {
    cacheMinimum: 4_096,
    longCache: true,
  }),
  claude("anthropic.claude-sonnet-4-6", { cacheMinimum: 2_048, longCache: true }),
  claude("anthropic.claude-sonnet-4-5-20250929-v1:0", {
    cacheMinimum: 1_024,
    longCache: true,
  }),
  claude("anthropic.claude-sonnet-4-20250514-v1:0", { cacheMinimum: 1_024 }),
  claude("anthropic.claude-3-7-sonnet-20250219-v1:0", { cacheMinimum: 1_024 }),
  claude("anthropic.claude-opus-4-5-20251101-v1:0", {
    cacheMinimum: 4_096,
    longCache: true,
  }),
  claude("anthropic.claude-opus-4-6-v1", { cacheMinimum: 4_096, longCache: true }),
  claude("anthropic.claude-3-5-haiku-20241022-v1:0", {
    cacheMinimum: 2_048,
    maxOutputTokens: 8_192,
  }),
  claude("anthropic.claude-3-5-sonnet-20240620-v1:0", {
    maxOutputTokens: 8_192,
    profileOnly: false,
  }),
  claude("anthropic.claude-3-haiku-20240307-v1:0", {
    maxOutputTokens: 4_096,
    profileOnly: false,
  }),
  { kind: "embedding", id: "amazon.titan-embed-text-v2:0" },
]

/** The smallest prefix that the same page names for most models. */
const unlisted: Limits = {
  cacheMinimum: 1_024,
  longCache: true,
  maxOutputTokens: Number.POSITIVE_INFINITY,
  contextTokens: Number.POSITIVE_INFINITY,
  profileOnly: false,
}

const byId = new Map(models.map((model) => [model.id, model]))
const geography = /^(?:global|apac|jp|au|us|us-gov|eu|ca)\./
/** Resources of Bedrock that a request may name in the place of a model. */
const resources = new Set([
  "application-inference-profile",
  "custom-model",
  "custom-model-deployment",
  "default-prompt-router",
  "foundation-model",
  "imported-model",
  "inference-profile",
  "prompt-router",
  "provisioned-model",
])

/**
 * Of `arn:aws:bedrock:REGION:ACCOUNT:KIND/NAME` the name, which is not always a model's: of others nothing else is known.
 * `undefined` for what is no ARN of these.
 */
const nameIn = (modelId: string): string | undefined => {
  const [scheme, _partition, service, _region, _account, ...rest] = modelId.split(":")
  if (scheme !== "arn") return undefined
  const [kind = "", ...name] = rest.join(":").split("/")
  const isKnown =
    service === "bedrock" ? resources.has(kind) : service === "sagemaker" && kind === "endpoint"
  return isKnown ? name.join("/") || undefined : undefined
}

/** A provider's name, then the model's. */
const named = /^[\w-]+\.[\w.:-]+$/
const notForChats = /\.(?:embed|rerank)|-embed/

const unknown = () => invalid("The provided model identifier is invalid.")

/**
 * The model that an id, inference profile id, or ARN names.
 *
 * @throws AwsError `ValidationException` when it has the form of none of these, when it is an embedding model without an
 *   entry here, or when it needs a profile.
 */
export const findModel = (modelId: string): Model => {
  const inArn = nameIn(modelId)
  const name = inArn ?? modelId
  const base = name.replace(geography, "")
  const model = byId.get(base)
  const profiled = base !== name
  if (model === undefined) {
    if ((inArn === undefined && !named.test(base)) || notForChats.test(base)) throw unknown()
    return { kind: "chat", id: base, ...unlisted }
  }
  if (model.kind === "chat" && model.profileOnly && !profiled) {
    throw invalid(
      `Invocation of model ID ${base} with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model.`,
    )
  }
  if (model.kind === "embedding" && profiled) throw unknown()
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
