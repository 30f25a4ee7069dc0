/** Where the faces without Effect keep things: this process, or this process over a Redis that others share. */
import { type Config, ConfigProvider, Layer } from "effect"
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections/redis"
import { CacheStore, type MemoryOptions } from "./CacheStore.ts"
import { RedisTagClock } from "./RedisTagClock.ts"
import { TagClock } from "./TagClock.ts"
import { TieredCacheStore } from "./TieredCacheStore.ts"

export interface StoreOptions extends MemoryOptions {
  /** `redis://…`: shared with other processes, memory in front of it; this process alone unless given. */
  readonly redisUrl?: string | undefined
}

export const storesOf = ({
  maxBytes,
  redisUrl,
}: StoreOptions): Layer.Layer<
  CacheStore | TagClock | RedisConnection | RedisSubscriber,
  Config.ConfigError
> => {
  const settings = redisUrl === undefined ? {} : { REDIS_URL: redisUrl }
  const redis = Layer.merge(RedisConnection.layerOptional, RedisSubscriber.layerOptional).pipe(
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(settings))),
  )
  const stores =
    redisUrl === undefined
      ? Layer.merge(CacheStore.layerMemory({ maxBytes }), TagClock.layerMemory())
      : Layer.merge(TieredCacheStore.layer({ maxBytes }), RedisTagClock.layer())
  return Layer.provideMerge(stores, redis)
}
