/**
 * Caches for answers: memory over Redis, freshness, invalidation by tags, learned wordings (each mapped to a
 * sentence that asks the same), and one computation for many callers.
 *
 * This entry is written with Effect; `promise.ts` has `getOrSet` without it, `ai-sdk.ts` a middleware for the AI SDK.
 */
import "@manga-assist/options/node"
export { makeAnswerCache, type AnswerCache, type WritePolicy } from "./answers/AnswerCache.ts"
export { answerKey } from "./answers/AnswerKey.ts"
export { ChangeFeed, type ChangeFeedOptions } from "./tags/ChangeFeed.ts"
export { CacheError } from "./CacheError.ts"
export { CacheStore } from "./stores/CacheStore.ts"
export { normalizeQuestion } from "./answers/NormalizeQuestion.ts"
export { RedisWordingBook } from "./wordings/RedisWordingBook.ts"
export { RedisCacheStore } from "./stores/RedisCacheStore.ts"
export { RedisTagVersions } from "./tags/RedisTagVersions.ts"
export { makeSharedFlight, type SharedFlight } from "./flights/SharedFlight.ts"
export { makeSingleFlight, type SingleFlight } from "./flights/SingleFlight.ts"
export { TagVersions, type VersionStamp } from "./tags/TagVersions.ts"
export { TieredCacheStore } from "./stores/TieredCacheStore.ts"
export { type AskedWording, Wording, wordingId } from "./wordings/Wording.ts"
export { WordingBook, type WordingReport, type WordingState } from "./wordings/WordingBook.ts"
