/**
 * Builds the stores for the entry points without Effect (`promise.ts`, `ai-sdk.ts`): the memory of this process, or,
 * with a Redis URL, memory in front of a Redis shared with other processes.
 */
import { checksOf, listOf, needed, number, oneOf, text } from "@manga-assist/options"
import { type Config, ConfigProvider, Layer, Logger } from "effect"
import {
  RedisConnection,
  RedisSubscriber,
  redisUrl as redisUrlRule,
} from "@manga-assist/connections/redis"
import { Background } from "./Background.ts"
import { CacheStore } from "./stores/CacheStore.ts"
import type { StoreOptions } from "./stores/StoreOptions.ts"
import { RedisTagVersions } from "./tags/RedisTagVersions.ts"
import { TagVersions } from "./tags/TagVersions.ts"
import { TieredCacheStore } from "./stores/TieredCacheStore.ts"

/** @throws OptionError */
export const check = checksOf("@manga-assist/caching")

export const storeRules = { maxBytes: number({ above: 0 }), redisUrl: redisUrlRule }
/** Milliseconds; 0 for a value that is never fresh, or never served once it is stale. */
const lifetime = number({ least: 0 })
export const lifetimes = { freshForMs: needed(lifetime), staleForMs: lifetime }
/** Of one value. */
export const entryFields = {
  freshForMs: lifetime,
  staleForMs: lifetime,
  tags: listOf(text),
  whenInvalidated: oneOf("remove", "stale"),
}

export const storesOf = ({
  maxBytes,
  redisUrl,
}: StoreOptions): Layer.Layer<
  Background | CacheStore | TagVersions | RedisConnection | RedisSubscriber,
  Config.ConfigError
> => {
  const settings = redisUrl === undefined ? {} : { REDIS_URL: redisUrl }
  const redis = Layer.merge(RedisConnection.layerOptional, RedisSubscriber.layerOptional).pipe(
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(settings))),
  )
  const stores =
    redisUrl === undefined
      ? Layer.merge(CacheStore.layerMemory({ maxBytes }), TagVersions.layerMemory())
      : Layer.merge(TieredCacheStore.layer({ maxBytes }), RedisTagVersions.layer())
  // Built last, so that it ends while the stores still take what is under way.
  return Layer.provideMerge(Background.layer, Layer.provideMerge(stores, redis)).pipe(
    // What a program prints on standard output is its own.
    Layer.provideMerge(Layer.succeed(Logger.LogToStderr, true)),
  )
}
