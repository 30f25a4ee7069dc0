/**
 * The compared caching libraries behind one interface, each set up as its own documentation recommends.
 *
 * bentocache 1.6.1 can keep objects rather than text in its memory tier (`serialize: false`), but not where that tier
 * stands before Redis: a value that it copies from Redis into memory cannot be read from memory again.
 */
import { cachified, type Cache, type CacheEntry, totalTtl } from "@epic-web/cachified"
import { BentoCache, bentostore } from "bentocache"
import { memoryDriver } from "bentocache/drivers/memory"
import { redisBusDriver, redisDriver } from "bentocache/drivers/redis"
import { Redis } from "ioredis"
import { LRUCache } from "lru-cache"

export type Peer = "bentocache" | "@epic-web/cachified" | "lru-cache alone"
export type Place = "memory" | "redis"

export interface PeerCache<A> {
  /** Computes it where it is missing, for all who ask meanwhile. */
  readonly get: (key: string, compute: () => Promise<A>) => Promise<A>
  readonly put: (key: string, value: A) => Promise<unknown>
}

const ttlMs = 3_600_000
const maxItems = 100_000

/** `lru-cache` lives in memory only, whatever the place. */
export const peerCache = <A>(peer: Peer, place: Place, redisUrl: string): PeerCache<A> => {
  if (peer === "lru-cache alone") return lru()
  return peer === "bentocache" ? bento(place, redisUrl) : cachifiedOver(place, redisUrl)
}

/** Memory over Redis with the bus between instances; or Redis alone. */
const bento = <A>(place: Place, redisUrl: string): PeerCache<A> => {
  const connection = new Redis(redisUrl)
  const { host = "127.0.0.1", port = 6379 } = connection.options
  const far = redisDriver({ connection })
  const answers =
    place === "redis"
      ? bentostore().useL2Layer(far)
      : bentostore()
          .useL1Layer(memoryDriver({ maxItems }))
          .useL2Layer(far)
          .useBus(redisBusDriver({ connection: { host, port } }))
  const cache = new BentoCache({ default: "answers", stores: { answers } })
  return {
    get: (key, compute) => cache.getOrSet({ key, ttl: ttlMs, factory: compute }),
    put: (key, value) => cache.set({ key, value, ttl: ttlMs }),
  }
}

const cachifiedOver = <A>(place: Place, redisUrl: string): PeerCache<A> => {
  const cache: Cache =
    place === "redis"
      ? redisAdapter(new Redis(redisUrl))
      : new LRUCache<string, CacheEntry>({ max: maxItems })
  return {
    get: (key, compute) => cachified<A>({ key, cache, ttl: ttlMs, getFreshValue: compute }),
    put: (key, value) =>
      cachified<A>({ key, cache, ttl: ttlMs, forceFresh: true, getFreshValue: () => value }),
  }
}

/** What `cachified-redis-adapter` does, on ioredis. */
const redisAdapter = (redis: Redis): Cache => ({
  get: async (key) => {
    const text = await redis.get(`cachified:${key}`)
    return text === null ? null : (JSON.parse(text) as CacheEntry) // Written by `set` below.
  },
  set: (key, value) =>
    redis.set(`cachified:${key}`, JSON.stringify(value), "PX", Math.ceil(totalTtl(value.metadata))),
  delete: (key) => redis.del(`cachified:${key}`),
})

/** No expiry, no policy, no errors: what a hit costs at least. */
const lru = <A>(): PeerCache<A> => {
  const entries = new LRUCache<string, { readonly value: A }>({ max: maxItems, ttl: ttlMs })
  return {
    get: async (key, compute) => entries.get(key)?.value ?? compute(),
    put: async (key, value) => entries.set(key, { value }),
  }
}
