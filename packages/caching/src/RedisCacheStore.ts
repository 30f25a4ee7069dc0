/**
 * Entries in Redis or Valkey, as `payload` writes bytes: compressed where it pays, a codec byte in
 * front. Commands touch one key each, so a cluster works as a single server does.
 */
import { Effect, Layer } from "effect"
import { RedisConnection } from "@manga-assist/connections"
import { decodeText, encode } from "@manga-assist/payload"
import { CacheError } from "./CacheError.ts"
import { CacheStore, emptyCounters, makeMemoryStore } from "./CacheStore.ts"

export interface RedisStoreOptions {
  /** In front of every key; `cache:` unless given. */
  readonly prefix?: string | undefined
  /** A read that takes longer is a failure; 50 ms unless given. */
  readonly readDeadlineMs?: number | undefined
  /** 500 ms unless given; writes do not stand in anybody's way. */
  readonly writeDeadlineMs?: number | undefined
  /** A stored value that would decode to more than this is corrupt; 8 MiB unless given. */
  readonly maxValueBytes?: number | undefined
}

export interface RedisStore {
  readonly getWithTtl: (
    key: string,
  ) => Effect.Effect<{ readonly value: string; readonly ttlMs: number } | undefined, CacheError>
  readonly set: (key: string, value: string, ttlMs: number) => Effect.Effect<void, CacheError>
  readonly remove: (key: string) => Effect.Effect<void, CacheError>
}

export const RedisCacheStore = {
  /** Fails per operation as `CacheError`; where Redis is not configured nothing is ever kept. */
  layer: (options: RedisStoreOptions = {}): Layer.Layer<CacheStore, never, RedisConnection> =>
    Layer.effect(
      CacheStore,
      Effect.gen(function* () {
        const redis = yield* makeRedisStore(options)
        if (redis === undefined) return yield* makeMemoryStore({ maxBytes: 1 })
        const counters = emptyCounters()
        const counted = <A>(self: Effect.Effect<A, CacheError>) =>
          Effect.tapError(self, () =>
            Effect.sync(() => {
              counters.failures += 1
            }),
          )
        return CacheStore.of({
          get: (key) =>
            counted(redis.getWithTtl(key)).pipe(
              Effect.map((found) => {
                counters[found === undefined ? "misses" : "hits"] += 1
                return found?.value
              }),
            ),
          set: (key, value, ttlMs) => {
            counters.writes += 1
            return counted(redis.set(key, value, ttlMs))
          },
          remove: (key) => counted(redis.remove(key)),
          counters: () => counters,
        })
      }),
    ),
}

/** `undefined` where Redis is not configured. */
export const makeRedisStore = Effect.fnUntraced(function* (
  options: RedisStoreOptions,
): Effect.fn.Return<RedisStore | undefined, never, RedisConnection> {
  const connection = yield* RedisConnection
  if (!connection.configured) return undefined
  const prefix = options.prefix ?? "cache:"
  const readDeadlineMs = options.readDeadlineMs ?? 50
  const writeDeadlineMs = options.writeDeadlineMs ?? 500
  const unavailable = (operation: CacheError["operation"]) => (cause: unknown) =>
    new CacheError({ reason: "unavailable", operation, cause })

  const getWithTtl = Effect.fnUntraced(function* (key: string) {
    const [bytes, ttlMs] = yield* connection
      .run("cache.get", readDeadlineMs, (redis) =>
        // Both commands leave in one write; the value's remaining time lets memory end with it.
        Promise.all([redis.getBuffer(prefix + key), redis.pttl(prefix + key)]),
      )
      .pipe(Effect.mapError(unavailable("get")))
    if (bytes === null || ttlMs === -2) return undefined
    const value = yield* decodeText(bytes, { maxOutputBytes: options.maxValueBytes }).pipe(
      Effect.mapError((cause) => new CacheError({ reason: "corrupt", operation: "get", cause })),
    )
    return { value, ttlMs }
  })

  const remove = (key: string) =>
    connection
      .run("cache.remove", writeDeadlineMs, (redis) => redis.unlink(prefix + key))
      .pipe(Effect.mapError(unavailable("remove")), Effect.asVoid)

  const set = Effect.fnUntraced(function* (key: string, value: string, ttlMs: number) {
    if (!(ttlMs > 0)) return yield* remove(key)
    const bytes = Buffer.from(yield* encode(value))
    // Redis takes whole milliseconds, at least one; a century is for ever enough.
    const px = Math.min(Math.ceil(ttlMs), 3_155_760_000_000)
    yield* connection
      .run("cache.set", writeDeadlineMs, (redis) => redis.set(prefix + key, bytes, "PX", px))
      .pipe(Effect.mapError(unavailable("set")))
  })

  return { getWithTtl, set, remove }
})
