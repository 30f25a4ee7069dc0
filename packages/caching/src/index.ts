export { Alias, aliasId, type AskedWords } from "./Alias.ts"
export { AliasBook, type AliasReport, type AliasState } from "./AliasBook.ts"
export { makeAnswerCache, type AnswerCache, type WritePolicy } from "./AnswerCache.ts"
export { answerKey } from "./AnswerKey.ts"
export { ChangeFeed, type ChangeFeedOptions } from "./ChangeFeed.ts"
export { CacheError } from "./CacheError.ts"
export { CacheStore } from "./CacheStore.ts"
export {
  type ClosedWorld,
  type Grammar,
  makeClosedWorld,
  type Name,
  type Reading,
} from "./canonical/ClosedWorld.ts"
export { normalizeQuestion } from "./NormalizeQuestion.ts"
export { RedisAliasBook } from "./RedisAliasBook.ts"
export { RedisCacheStore } from "./RedisCacheStore.ts"
export { RedisTagClock } from "./RedisTagClock.ts"
export { makeSharedFlight, type SharedFlight } from "./SharedFlight.ts"
export { makeSingleFlight, type SingleFlight } from "./SingleFlight.ts"
export { TagClock, type TagStamp } from "./TagClock.ts"
export { TieredCacheStore } from "./TieredCacheStore.ts"
