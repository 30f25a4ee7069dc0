/**
 * Fewer bytes and tokens: compression with dictionaries, pruned conversations, token estimates, prompt-cache advice.
 *
 * This entry is written with Effect; `promise.ts` has the same without it.
 */
import "@manga-assist/options/node"
export { type DecodeOptions, type EncodeOptions } from "./Codec.ts"
export { decode, decodeText, encode } from "./EffectCodec.ts"
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
