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
export type CacheTier = "memory" | "redis"

export interface PeerCache<A> {
  /** Computes it where it is missing, for all who ask meanwhile. */
  readonly get: (key: string, compute: () => Promise<A>) => Promise<A>
  readonly put: (key: string, value: A) => Promise<unknown>
}

const ttlMs = 3_600_000
const maxItems = 100_000

/** `lru-cache` lives in memory only, whatever the place. */
export const peerCache = <A>(peer: Peer, place: CacheTier, redisUrl: string): PeerCache<A> => {
  if (peer === "lru-cache alone") return lru()
  return peer === "bentocache" ? bento(place, redisUrl) : cachifiedOver(place, redisUrl)
}

/** Memory over Redis with the bus between instances; or one tier of it. */
const bentoTiers = (place: CacheTier, connection: Redis) => {
  const far = redisDriver({ connection })
  if (place === "redis") return bentostore().useL2Layer(far)
  const { host = "127.0.0.1", port = 6379 } = connection.options
  return bentostore()
    .useL1Layer(memoryDriver({ maxItems }))
    .useL2Layer(far)
    .useBus(redisBusDriver({ connection: { host, port } }))
}

const bento = <A>(place: CacheTier, redisUrl: string): PeerCache<A> => {
  const answers = bentoTiers(place, new Redis(redisUrl))
  const cache = new BentoCache({ default: "answers", stores: { answers } })
  return {
    get: (key, compute) => cache.getOrSet({ key, ttl: ttlMs, factory: compute }),
    put: (key, value) => cache.set({ key, value, ttl: ttlMs }),
  }
}

const cachifiedOver = <A>(place: CacheTier, redisUrl: string): PeerCache<A> => {
  const cache = place === "redis" ? redisAdapter(new Redis(redisUrl)) : memoryAdapter()
  return {
    get: (key, compute) => cachified<A>({ key, cache, ttl: ttlMs, getFreshValue: compute }),
    put: (key, value) =>
      cachified<A>({ key, cache, ttl: ttlMs, forceFresh: true, getFreshValue: () => value }),
  }
}

/** The one of its README. */
const memoryAdapter = (): Cache => {
  const entries = new LRUCache<string, CacheEntry>({ max: maxItems })
  return {
    name: "memory",
    get: (key) => entries.get(key),
    set: (key, value) => {
      const { metadata } = value
      return entries.set(key, value, { ttl: totalTtl(metadata), start: metadata.createdTime })
    },
    delete: (key) => entries.delete(key),
  }
}

/** What `cachified-redis-adapter` does, on ioredis. */
const redisAdapter = (redis: Redis): Cache => ({
  name: "redis",
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
    get: (key, compute) => {
      const entry = entries.get(key)
      return entry === undefined ? compute() : Promise.resolve(entry.value)
    },
    put: (key, value) => Promise.resolve(entries.set(key, { value })),
  }
}
