/**
 * A cache around a language model of Vercel's AI SDK, as middleware for its `wrapLanguageModel`.
 *
 * Equal calls share one call of the model, in all processes over one Redis, and each streams it. An answer is
 * kept only once it is complete: never one that was cut, blocked, aborted or failed, or that uses tools.
 */
export { CacheError } from "./CacheError.ts"
export {
  type CallPolicy,
  type SafeCacheCounters,
  type SafeCacheMiddleware,
  safeCacheMiddleware,
  type SafeCacheOptions,
} from "./models/SafeCacheMiddleware.ts"
