/**
 * Entry `@manga-assist/payload/promise`, for programs without Effect: the package's tools for smaller payloads.
 * `encode` and `decode` (compression of stored values) return promises, which reject with a `PayloadError`. The rest
 * is synchronous and the same as in the main entry: pruning of chat history, token estimates, explanations of
 * prompt-cache misses, dictionaries.
 */
import "@manga-assist/options/node"
import { is, listOf, number, object, oneOf } from "@manga-assist/options"
import { check } from "./CheckOptions.ts"
import { decoded, type DecodeOptions, encoded, type EncodeOptions, textOf } from "./Codec.ts"

export { Dictionary } from "./Dictionary.ts"
export { estimateTokens, type TokenEstimate } from "./EstimateTokens.ts"
export {
  explainPromptCache,
  type PromptCacheReason,
  type PromptCacheVerdict,
  type PromptSent,
} from "./ExplainPromptCache.ts"
export { PayloadError } from "./PayloadError.ts"
export { promptCacheMinimum } from "./PromptCacheMinimum.ts"
export { pruneHistory, type PrunedHistory, type PruneOptions } from "./PruneHistory.ts"
export { type ChatMessage, type PrunedMessages, pruneMessages } from "./PruneMessages.ts"
export { selectFields } from "./SelectFields.ts"
export { type Exchange } from "./SummarizeExchanges.ts"
export { makeTokenCalibration, type TokenCalibration } from "./TokenCalibration.ts"
export { trainDictionary } from "./TrainDictionary.ts"
export type { DecodeOptions, EncodeOptions }

const dictionary = is(
  "a Dictionary",
  (value) =>
    typeof value === "object" &&
    value !== null &&
    "id" in value &&
    "bytes" in value &&
    value.bytes instanceof Uint8Array,
)
const encodeRules = object<EncodeOptions>({
  minBytes: number({ least: 0, most: Number.POSITIVE_INFINITY }),
  codec: oneOf("gzip", "zstd"),
  dictionary,
})
const decodeRules = object<DecodeOptions>({
  maxOutputBytes: number({ least: 0, most: Number.POSITIVE_INFINITY }),
  dictionaries: listOf(dictionary),
})

/** The value behind its codec byte, compressed where that makes it shorter. Rejects with an `OptionError`. */
export const encode = async (
  value: Uint8Array | string,
  options: EncodeOptions = {},
): Promise<Uint8Array> => {
  check("encode", encodeRules, options)
  return encoded(value, options)
}

/** The bytes that `encode` was given. Rejects with a `PayloadError`, or an `OptionError`. */
export const decode = async (
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Promise<Uint8Array> => {
  check("decode", decodeRules, options)
  return decoded(bytes, options)
}

/** As `decode`, for values that were text. */
export const decodeText = async (
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Promise<string> => {
  check("decodeText", decodeRules, options)
  return textOf(await decoded(bytes, options))
}
