/**
 * A `CacheStore` in Redis or Valkey. Values are compressed where it pays, with a codec byte in front, and sealed with
 * a checksum over key and content.
 *
 * Reads and writes have deadlines and fail as `CacheError`. In a Cluster each command has one key. With `notify`,
 * each change is published, so that other instances drop their copies.
 */
import { randomUUID } from "node:crypto"
import { Effect, Layer } from "effect"
import { LRUCache } from "lru-cache"
import { channelIn, type ConnectionError, RedisConnection } from "@manga-assist/connections/redis"
import { decodeText, encode } from "@manga-assist/payload"
import { CacheError } from "../CacheError.ts"
import { CacheStore, emptyCounters, makeMemoryStore } from "./CacheStore.ts"
import { makeJoinedSets } from "./JoinedSets.ts"
import { seal, unseal } from "./Sealed.ts"
import { storeKey } from "./StoreKey.ts"

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

export interface RedisCacheStoreOptions extends RedisStoreOptions {
  /** Tells the instances with `TieredCacheStore.layerNotified` of each change; false unless given. */
  readonly notify?: boolean | undefined
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
  layer: (options: RedisCacheStoreOptions = {}): Layer.Layer<CacheStore, never, RedisConnection> =>
    Layer.effect(
      CacheStore,
      Effect.gen(function* () {
        const channel = { name: changeChannel(options.prefix), sender: randomUUID() }
        const redis = yield* makeRedisStore(options, options.notify === true ? channel : undefined)
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
          getInMemory: () => undefined,
          warm: () => Effect.succeed(undefined),
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

/** Where each change of an entry is published, once it is made. */
export interface ChangeChannel {
  readonly name: string
  /** In front of the key, so that the sender knows its own. */
  readonly sender: string
}

/** Unpacking costs about 25 µs, half of a hit: what is smaller is read as it is. */
const packedFromBytes = 4_096
const defaultPrefix = "cache:"

/** The largest value decoded, and what may lie around a value that does not get smaller by packing. */
const maxValueBytes = 8 * 1024 * 1024
const wrapBytes = 1_024

/** Of texts and their bytes in Redis. */
const unpackedBytes = 16 * 1024 * 1024

/** Redis is well; what lies there is none of ours, and a write replaces it. */
const isOfAnotherKind = ({ cause }: ConnectionError): boolean =>
  cause instanceof Error && cause.message.startsWith("WRONGTYPE")

export const changeChannel = (prefix = defaultPrefix): string => `${prefix}changed`

/** `undefined` where Redis is not configured. */
export const makeRedisStore = Effect.fnUntraced(function* (
  options: RedisStoreOptions,
  channel?: ChangeChannel,
): Effect.fn.Return<RedisStore | undefined, never, RedisConnection> {
  const connection = yield* RedisConnection
  if (!connection.configured) return undefined
  const prefix = options.prefix ?? defaultPrefix
  const readDeadlineMs = options.readDeadlineMs ?? 50
  const writeDeadlineMs = options.writeDeadlineMs ?? 500
  const maxOutputBytes = options.maxValueBytes ?? maxValueBytes
  const unavailable = (operation: CacheError["operation"]) => (cause: unknown) =>
    new CacheError({ reason: "unavailable", operation, cause })

  const corrupt = (cause: unknown) => new CacheError({ reason: "corrupt", operation: "get", cause })
  const keyOf = (key: string) => prefix + storeKey(key)
  // A copy in memory is confirmed every few seconds: the same bytes need not be unpacked again.
  const unpacked = new LRUCache<string, { readonly bytes: Buffer; readonly value: string }>({
    maxSize: unpackedBytes,
    sizeCalculation: ({ bytes, value }, name) =>
      300 + bytes.length + 2 * (name.length + value.length),
  })

  const sets = yield* makeJoinedSets(connection, writeDeadlineMs)
  const noticeOf = (key: string) =>
    channel === undefined
      ? undefined
      : { channel: channel.name, text: `${channel.sender} ${storeKey(key)}` }

  const getWithTtl = Effect.fnUntraced(function* (key: string) {
    const name = keyOf(key)
    const [bytes, ttlMs] = yield* connection
      .run("cache.get", readDeadlineMs, (redis) =>
        // Both commands leave in one write; the value's remaining time lets memory end with it. No more than
        // could be an entry is read, whatever lies there.
        Promise.all([redis.getrangeBuffer(name, 0, maxOutputBytes + wrapBytes), redis.pttl(name)]),
      )
      .pipe(
        Effect.mapError((error) =>
          isOfAnotherKind(error) ? corrupt(error) : unavailable("get")(error),
        ),
      )
    // What the types say is what a sound server says.
    if (!Buffer.isBuffer(bytes)) return yield* Effect.fail(corrupt("not the reply to this command"))
    if (bytes.length === 0) return undefined
    const known = unpacked.get(name)
    if (known !== undefined && known.bytes.equals(bytes)) return { value: known.value, ttlMs }
    const content = unseal(name, bytes)
    if (content === undefined) return yield* Effect.fail(corrupt("not sealed under this key"))
    const value = yield* decodeText(content, { maxOutputBytes }).pipe(Effect.mapError(corrupt))
    // A copy: the reply is a part of whatever arrived with it.
    unpacked.set(name, { bytes: Buffer.from(bytes), value })
    return { value, ttlMs }
  })

  const remove = (key: string) =>
    sets.flush
      .pipe(
        Effect.andThen(
          connection.run("cache.remove", writeDeadlineMs, async (redis) => {
            await redis.unlink(keyOf(key))
            // Told afterwards: who hears it must not find what was there before.
            const notice = noticeOf(key)
            if (notice !== undefined)
              await redis.publish(channelIn(redis, notice.channel), notice.text)
          }),
        ),
      )
      .pipe(Effect.mapError(unavailable("remove")))

  const set = Effect.fnUntraced(function* (key: string, value: string, ttlMs: number) {
    if (!(ttlMs > 0)) return yield* remove(key)
    const name = keyOf(key)
    const bytes = seal(name, yield* encode(value, { minBytes: packedFromBytes }))
    // Redis takes whole milliseconds, at least one; a century is for ever enough.
    const whole = Math.min(Math.ceil(ttlMs), 3_155_760_000_000)
    yield* sets
      .set({ name, bytes, ttlMs: whole, notice: noticeOf(key) })
      .pipe(Effect.mapError(unavailable("set")))
  })

  return { getWithTtl, set, remove }
})
