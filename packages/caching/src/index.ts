/**
 * Caches for answers: memory over Redis, freshness, invalidation by tags, learned aliases (wordings that get the
 * cached answer of another question), and one computation for many callers.
 *
 * This entry is written with Effect; `promise.ts` has `getOrSet` without it, `ai-sdk.ts` a middleware for the AI SDK.
 */
export { Alias, aliasId, type AskedWords } from "./aliases/Alias.ts"
export { AliasBook, type AliasReport, type AliasState } from "./aliases/AliasBook.ts"
export { makeAnswerCache, type AnswerCache, type WritePolicy } from "./answers/AnswerCache.ts"
export { answerKey } from "./answers/AnswerKey.ts"
export { ChangeFeed, type ChangeFeedOptions } from "./tags/ChangeFeed.ts"
export { CacheError } from "./CacheError.ts"
export { CacheStore } from "./stores/CacheStore.ts"
export { normalizeQuestion } from "./answers/NormalizeQuestion.ts"
export { RedisAliasBook } from "./aliases/RedisAliasBook.ts"
export { RedisCacheStore } from "./stores/RedisCacheStore.ts"
export { RedisTagVersions } from "./tags/RedisTagVersions.ts"
export { makeSharedFlight, type SharedFlight } from "./flights/SharedFlight.ts"
export { makeSingleFlight, type SingleFlight } from "./flights/SingleFlight.ts"
export { TagVersions, type VersionStamp } from "./tags/TagVersions.ts"
export { TieredCacheStore } from "./stores/TieredCacheStore.ts"
