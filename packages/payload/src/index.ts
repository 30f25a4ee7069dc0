export { decode, decodeText, encode, type DecodeOptions, type EncodeOptions } from "./Codec.ts"
export { PayloadError } from "./PayloadError.ts"
export { pruneHistory, type Exchange, type PrunedHistory } from "./PruneHistory.ts"
export { selectFields } from "./SelectFields.ts"
