/**
 * A cache around a language model of Vercel's AI SDK, as middleware for its `wrapLanguageModel`.
 *
 * Equal calls share one model call, over all processes with one Redis, and each caller receives the stream. An answer
 * is cached only if it is complete: never one that was cut, blocked, aborted or failed, or that uses tools.
 */
import "@manga-assist/options/node"
export { CacheError } from "./CacheError.ts"
export {
  type CallPolicy,
  type SafeCacheCounters,
  type SafeCacheMiddleware,
  safeCacheMiddleware,
  type SafeCacheOptions,
} from "./models/SafeCacheMiddleware.ts"
