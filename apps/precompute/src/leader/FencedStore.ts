/**
 * Answer cache of the leading worker, with fencing: Redis keeps beside each entry the number of the leadership term
 * that wrote it, and refuses a write of an earlier term.
 *
 * The number lies under `precompute:fence:{<key>}`, in the entry's own slot of a Cluster. A number without an expiry,
 * or a value that is no number, is ignored. The entry's bytes are those of `RedisCacheStore`, and other instances are
 * notified. Reads skip the cache in memory (L1). Without Redis, entries are kept in this process.
 */
import { CacheError, CacheStore, RedisCacheStore } from "@manga-assist/caching"
import { ConnectionError, RedisConnection } from "@manga-assist/connections"
import { fencedSet, LeaderError } from "@manga-assist/leader"
import { Context, Effect, Layer } from "effect"
import { Leadership } from "./Leadership.ts"

const commandMs = 2_000
type Client = Parameters<Parameters<RedisConnection["Service"]["run"]>[2]>[0]

/** The client with another `set`: of bytes, for `px` milliseconds, under the number of the lead. */
const fencedClient = (client: Client, lead: () => number | undefined): Client => {
  const set = async (key: string, bytes: Buffer, _px: "PX", px: number) => {
    const fence = `precompute:fence:{${key}}`
    await fencedSet(client, { key, fence, value: bytes, ttlMs: px, number: lead() })
    return "OK"
  }
  return new Proxy(client, {
    get: (target, name) => {
      if (name === "set") return set
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === "function" ? value.bind(target) : value
    },
  })
}

const fenced = (
  redis: RedisConnection["Service"],
  leadership: Leadership["Service"],
): RedisConnection["Service"] =>
  RedisConnection.of({
    configured: redis.configured,
    run: (operation, deadlineMs, commands) =>
      redis.run(operation, deadlineMs, (client) =>
        commands(fencedClient(client, () => leadership.current()?.number)),
      ),
  })

/** The refusal stands in front of the connection's words for it. */
const unwrapped = (error: CacheError): CacheError =>
  error.cause instanceof ConnectionError && error.cause.cause instanceof LeaderError
    ? refused(error.cause.cause)
    : error

const refused = (cause: LeaderError) =>
  new CacheError({ reason: "unavailable", operation: "set", cause })

export const FencedStore: {
  readonly layer: Layer.Layer<CacheStore, never, RedisConnection | Leadership>
} = {
  layer: Layer.effect(
    CacheStore,
    Effect.gen(function* () {
      const redis = yield* RedisConnection
      const leadership = yield* Leadership
      const plain = redis.configured
        ? RedisCacheStore.layer({
            readDeadlineMs: commandMs,
            writeDeadlineMs: commandMs,
            notify: true,
          }).pipe(Layer.provide(Layer.succeed(RedisConnection, fenced(redis, leadership))))
        : CacheStore.layerMemory()
      const store = Context.get(yield* Layer.build(plain), CacheStore)
      if (!redis.configured) return store
      return CacheStore.of({
        ...store,
        set: Effect.fnUntraced(function* (key, value, ttlMs) {
          // Tells a lost lead even for an entry that nobody has written since.
          const confirm = leadership.current()?.confirm
          if (confirm !== undefined) yield* confirm.pipe(Effect.mapError(refused))
          yield* store.set(key, value, ttlMs).pipe(Effect.mapError(unwrapped))
        }),
      })
    }),
  ),
}
