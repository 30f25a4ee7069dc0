/**
 * The answer cache as the leader writes it: in Redis, each entry beside the number of the lead that wrote it.
 * A write of an earlier lead is refused by Redis itself, whatever its worker believes.
 *
 * The number lies under `precompute:fence:{<key>}`, by its braces in the entry's own slot of a Cluster. Reads go
 * past memory. Where Redis is not configured, entries are kept in this process.
 */
import { CacheError, CacheStore, RedisCacheStore } from "@manga-assist/caching"
import { RedisConnection } from "@manga-assist/connections"
import { encode } from "@manga-assist/payload"
import { Context, Effect, Layer } from "effect"
import { Leadership } from "./Leadership.ts"
import { PrecomputeError } from "./PrecomputeError.ts"

/** As the orchestrators' cache has it. */
const prefix = "cache:"
const commandMs = 2_000
/** A fence outlives its entry by so much. */
const fenceMs = 600_000

const script = `
local seen = tonumber(redis.call('GET', KEYS[2]) or '0')
if seen > tonumber(ARGV[1]) then return 0 end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[4])
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`

const refused = (cause: PrecomputeError) =>
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
        ? RedisCacheStore.layer({ prefix, readDeadlineMs: commandMs, writeDeadlineMs: commandMs })
        : CacheStore.layerMemory()
      const store = Context.get(yield* Layer.build(plain), CacheStore)
      if (!redis.configured) return store
      const set = Effect.fnUntraced(function* (key: string, value: string, ttlMs: number) {
        const term = leadership.current()
        if (term === undefined) {
          return yield* refused(
            new PrecomputeError({ reason: "not-leading", detail: "another worker leads" }),
          )
        }
        // Tells a lost lead even for an entry that nobody has written since.
        yield* term.confirm.pipe(Effect.mapError(refused))
        const bytes = Buffer.from(yield* encode(value))
        const px = Math.ceil(ttlMs)
        const entry = prefix + key
        const written = yield* redis
          .run("precompute.write", commandMs, (client) =>
            client.eval(
              script,
              2,
              entry,
              `precompute:fence:{${entry}}`,
              term.number,
              bytes,
              px,
              px + fenceMs,
            ),
          )
          .pipe(
            Effect.mapError(
              (cause) => new CacheError({ reason: "unavailable", operation: "set", cause }),
            ),
          )
        if (written === 1) return
        return yield* refused(
          new PrecomputeError({
            reason: "fenced",
            detail: `a later lead than ${term.number} wrote it`,
          }),
        )
      })
      return CacheStore.of({
        ...store,
        set: (key, value, ttlMs) => (ttlMs > 0 ? set(key, value, ttlMs) : store.remove(key)),
      })
    }),
  ),
}
