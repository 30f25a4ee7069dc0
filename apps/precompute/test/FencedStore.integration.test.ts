/** Writes of an earlier lead are refused by Redis itself, on one server and on a Cluster. */
import { assert, describe, it } from "@effect/vitest"
import { CacheStore, TieredCacheStore } from "@manga-assist/caching"
import { RedisConnection, RedisSubscriber } from "@manga-assist/connections"
import { LeaderError, type Term } from "@manga-assist/leader"
import { redisCluster, redisServer } from "@manga-assist/real-servers"
import { ConfigProvider, Context, Effect, Layer, Schedule } from "effect"
import { FencedStore } from "../src/leader/FencedStore.ts"
import { Leadership } from "../src/leader/Leadership.ts"

const connection = (url: string) =>
  RedisConnection.layer.pipe(
    Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
  )

/** A worker that believes to lead under this number, whatever the lock says. */
const storeOf = (url: string, number: number | undefined) => {
  const term: Term | undefined =
    number === undefined ? undefined : { number, lost: Effect.never, confirm: Effect.void }
  const leadership = Leadership.of({
    term: Effect.never,
    current: () => term,
    trouble: () => undefined,
  })
  const layer = FencedStore.layer.pipe(
    Layer.provide([connection(url), Layer.succeed(Leadership, leadership)]),
  )
  return Effect.map(Layer.build(Layer.fresh(layer)), (context) => Context.get(context, CacheStore))
}

const why = (error: { readonly cause?: unknown }) =>
  error.cause instanceof LeaderError ? error.cause.reason : String(error.cause)

describe.each([
  ["one server", Effect.map(redisServer(), ({ url }) => url)],
  ["a Cluster", Effect.map(redisCluster(), ({ url }) => url)],
] as const)("entries on %s", (_name, server) => {
  it.live("are written by the latest lead alone, and read by the orchestrators' cache", () =>
    Effect.gen(function* () {
      const url = yield* server
      const earlier = yield* storeOf(url, 1_795_553_224_144)
      const later = yield* storeOf(url, 1_795_553_224_145)
      const keys = ["answer:a", "answer:b", "answer:c", "answer:d", "answer:e"]
      for (const key of keys) {
        yield* earlier.set(key, "earlier", 60_000)
        yield* later.set(key, "later", 60_000)
        const refused = yield* Effect.flip(earlier.set(key, "too late", 60_000))
        assert.strictEqual(why(refused), "fenced")
        yield* later.set(key, "again", 60_000)
      }
      const shared = TieredCacheStore.layer({ readDeadlineMs: 2_000 })
      const orchestrator = Context.get(
        yield* Layer.build(shared.pipe(Layer.provide(connection(url)))),
        CacheStore,
      )
      for (const key of keys) assert.strictEqual(yield* orchestrator.get(key), "again")
      const nobody = yield* storeOf(url, undefined)
      assert.strictEqual(
        why(yield* Effect.flip(nobody.set("answer:a", "x", 60_000))),
        "not-leading",
      )
      assert.strictEqual(yield* nobody.get("answer:a"), "again")
    }).pipe(Effect.scoped),
  )

  it.live("are read past memory, and the servers hear of each that is written", () =>
    Effect.gen(function* () {
      const url = yield* server
      const writer = yield* storeOf(url, 1_795_553_224_144)
      const shared = TieredCacheStore.layerNotified({ memoryMs: 3_600_000 }).pipe(
        Layer.provide(RedisSubscriber.layerOptional),
        Layer.provideMerge(connection(url)),
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
      )
      const context = yield* Layer.build(Layer.fresh(shared))
      const orchestrator = Context.get(context, CacheStore)
      const patiently = Schedule.spaced("50 millis")
      yield* writer.set("answer:a", "first", 600_000)
      // Once it hears, it answers from memory.
      yield* Effect.repeat(orchestrator.get("answer:a"), {
        schedule: patiently,
        until: () => orchestrator.getInMemory("answer:a") === "first",
      })
      yield* writer.set("answer:a", "second", 600_000)
      yield* Effect.repeat(orchestrator.get("answer:a"), {
        schedule: patiently,
        until: (text) => text === "second",
      })
      assert.strictEqual(yield* writer.get("answer:a"), "second")
      yield* orchestrator.remove("answer:a")
      assert.isUndefined(yield* writer.get("answer:a"))
    }).pipe(Effect.scoped),
  )

  it.live("are written where what lies in the place of their guard is none", () =>
    Effect.gen(function* () {
      const url = yield* server
      const writer = yield* storeOf(url, 1_795_553_224_144)
      const redis = Context.get(yield* Layer.build(connection(url)), RedisConnection)
      const fence = "precompute:fence:{answer:a}"
      const run = <A>(commands: Parameters<typeof redis.run<A>>[2]) =>
        redis.run("test", 2_000, commands)
      yield* run((client) => client.hset(fence, "of", "another kind"))
      yield* writer.set("answer:a", "one", 60_000)
      for (const text of ["no number", "99999999999999999999999", "nan"]) {
        // Ours have an end.
        yield* run((client) => client.set(fence, text))
        yield* writer.set("answer:a", text, 60_000)
        assert.strictEqual(yield* writer.get("answer:a"), text)
      }
    }).pipe(Effect.scoped),
  )

  it.live("are guarded for longer than they live", () =>
    Effect.gen(function* () {
      const url = yield* server
      const earlier = yield* storeOf(url, 1_795_553_224_144)
      const later = yield* storeOf(url, 1_795_553_224_145)
      for (const key of ["answer:a", "answer:b", "answer:c"]) {
        yield* later.set(key, "later", 20)
        yield* Effect.repeat(later.get(key), {
          schedule: Schedule.spaced("10 millis"),
          until: (text) => text === undefined,
        })
        assert.strictEqual(why(yield* Effect.flip(earlier.set(key, "x", 60_000))), "fenced")
        assert.isUndefined(yield* later.get(key))
      }
    }).pipe(Effect.scoped),
  )

  it.live("are not written by one whose lead was taken, though nobody has written them since", () =>
    Effect.gen(function* () {
      const url = yield* server
      const layer = FencedStore.layer.pipe(
        Layer.provideMerge(Leadership.layer),
        Layer.provideMerge(connection(url)),
      )
      const context = yield* Layer.build(Layer.fresh(layer))
      const leadership = Context.get(context, Leadership)
      const store = Context.get(context, CacheStore)
      const { lost } = yield* leadership.term
      yield* store.set("answer:a", "in time", 60_000)
      yield* Context.get(context, RedisConnection).run("take", 2_000, (client) =>
        client.set("precompute:{leader}:lock", "another:9", "PX", 60_000),
      )
      assert.isDefined(leadership.current())
      assert.strictEqual(
        why(yield* Effect.flip(store.set("answer:b", "too late", 60_000))),
        "not-leading",
      )
      assert.isUndefined(yield* store.get("answer:b"))
      // It need not wait for its next heartbeat to know.
      assert.isUndefined(leadership.current())
      yield* lost
    }).pipe(Effect.scoped),
  )
})
