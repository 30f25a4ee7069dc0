/**
 * Answers InvokeModel for Titan Text Embeddings v2: checks the body and its limits, and builds the response from the
 * vector of the given embedder.
 */
import { invalid } from "../wire/AwsError.ts"

export interface EmbeddingOptions {
  readonly dimensions: 256 | 512 | 1_024
  /** Length 1; else the raw sums. */
  readonly normalize: boolean
}

/** The same text must always give the same vector. */
export type Embedder = (text: string, options: EmbeddingOptions) => Array<number>
import {
  optionalBoolean,
  optionalList,
  optionalNumber,
  optionalString,
  type JsonObject,
} from "../wire/Json.ts"
import { countTokens } from "./Tokens.ts"

/** Titan v2 takes so many tokens or characters at most. */
const maxTokens = 8_192
const maxCharacters = 50_000
const fields = new Set(["inputText", "dimensions", "normalize", "embeddingTypes"])

const malformed = (reason: string) =>
  invalid(`Malformed input request: ${reason}, please reformat your input and try again.`)

/** @throws AwsError as the model answers a wrong body. */
export const embed = (embedder: Embedder, body: JsonObject) => {
  const extra = Object.keys(body).find((name) => !fields.has(name))
  if (extra !== undefined) throw malformed(`#: extraneous key [${extra}] is not permitted`)
  const text = optionalString(body["inputText"], "inputText")
  if (text === undefined) throw malformed("#: required key [inputText] not found")
  if (text.length === 0) throw malformed("#/inputText: expected minLength: 1, actual: 0")
  if (text.length > maxCharacters) {
    throw malformed(`#/inputText: expected maxLength: ${maxCharacters}, actual: ${text.length}`)
  }
  const inputTextTokenCount = countTokens(text)
  if (inputTextTokenCount > maxTokens) {
    throw invalid(
      `400 Bad Request: Too many input tokens. Max input tokens: ${maxTokens}, request input token count: ${inputTextTokenCount}`,
    )
  }
  const dimensions = optionalNumber(body["dimensions"], "dimensions", { min: 1 }) ?? 1_024
  if (dimensions !== 256 && dimensions !== 512 && dimensions !== 1_024) {
    throw malformed("#/dimensions: supported values are [256, 512, 1024]")
  }
  const normalize = optionalBoolean(body["normalize"], "normalize") ?? true
  const types = optionalList(body["embeddingTypes"], "embeddingTypes") ?? ["float"]
  if (types.length === 0 || types.some((type) => type !== "float" && type !== "binary")) {
    throw malformed("#/embeddingTypes: supported values are [float, binary]")
  }
  const vector = embedder(text, { dimensions, normalize })
  const binary = types.includes("binary") && vector.map((value) => (value > 0 ? 1 : 0))
  const float = types.includes("float")
  return {
    ...(float && { embedding: vector }),
    embeddingsByType: { ...(binary && { binary }), ...(float && { float: vector }) },
    inputTextTokenCount,
  }
}
