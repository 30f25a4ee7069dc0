/**
 * Entry `@manga-assist/payload/promise`, for programs without Effect: the package's tools for smaller payloads.
 * `encode` and `decode` (compression of stored values) return promises, which reject with a `PayloadError`. The rest
 * is synchronous and the same as in the main entry: pruning of chat history, token estimates, explanations of
 * prompt-cache misses, dictionaries.
 */
import { Effect } from "effect"
import * as codec from "./Codec.ts"

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
export { type DecodeOptions, type EncodeOptions } from "./Codec.ts"

/** The value behind its codec byte, compressed where that makes it shorter. */
export const encode = (
  value: Uint8Array | string,
  options?: codec.EncodeOptions,
): Promise<Uint8Array> => Effect.runPromise(codec.encode(value, options))

/** The bytes that `encode` was given. */
export const decode = (bytes: Uint8Array, options?: codec.DecodeOptions): Promise<Uint8Array> =>
  Effect.runPromise(codec.decode(bytes, options))

/** As `decode`, for values that were text. */
export const decodeText = (bytes: Uint8Array, options?: codec.DecodeOptions): Promise<string> =>
  Effect.runPromise(codec.decodeText(bytes, options))
