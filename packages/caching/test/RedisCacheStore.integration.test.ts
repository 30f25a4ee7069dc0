/** The stores over a real server and a real Cluster, and what becomes of them when those fail. */
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Layer, Schedule, Schema } from "effect"
import { afterAll, beforeAll } from "vitest"
import { Exit, Scope } from "effect"
import { CacheStore, makeAnswerCache, RedisCacheStore, TieredCacheStore } from "../src/index.ts"
import { cacheStoreSuite } from "./cacheStoreSuite.ts"
import {
  instanceOf,
  redisCluster,
  redisReplica,
  redisServer,
  type RedisServer,
  until,
} from "./realRedis.ts"

const patient = { readDeadlineMs: 2_000, writeDeadlineMs: 5_000 }

/** One server for all of a suite's tests. */
const over = (
  server: Effect.Effect<{ readonly url: string }, unknown, Scope.Scope>,
  store: Parameters<typeof instanceOf<CacheStore, never>>[1],
) =>
  Layer.effectContext(Effect.flatMap(server, ({ url }) => instanceOf(url, store))).pipe(Layer.orDie)

for (const [name, server] of [
  ["real Redis", redisServer()],
  ["real Cluster", redisCluster()],
] as const) {
  cacheStoreSuite(name, over(server, RedisCacheStore.layer(patient)), Effect.sleep)
  cacheStoreSuite(
    `memory over ${name}`,
    over(server, TieredCacheStore.layer(patient)),
    Effect.sleep,
  )
  cacheStoreSuite(
    `memory over ${name}, notified`,
    over(server, TieredCacheStore.layerNotified(patient)),
    Effect.sleep,
  )
}

const storeAt = (
  url: string,
  layer: Parameters<typeof instanceOf<CacheStore, never>>[1] = RedisCacheStore.layer(patient),
) => Effect.map(instanceOf(url, layer), (context) => Context.get(context, CacheStore))

/** An answer written, the fault, and what the look-up and the next write come to. */
const faulted = Effect.fnUntraced(function* (
  server: RedisServer,
  fault: Effect.Effect<unknown, unknown>,
) {
  const store = yield* storeAt(server.url, RedisCacheStore.layer({ writeDeadlineMs: 200 }))
  const cache = yield* Effect.provideService(
    makeAnswerCache({ schema: Schema.String, lookupDeadlineMs: 200 }),
    CacheStore,
    store,
  )
  const policy = { freshForMs: 60_000 }
  const written = cache.write("k", "x".repeat(100), policy)
  yield* written
  assert.isDefined(yield* cache.lookup("k"))
  yield* fault
  return { cache, written }
})

describe("over a real Redis that fails", () => {
  it.live("a look-up is a miss while it is down, and a hit when it is back", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const { cache, written } = yield* faulted(server, server.kill)
      assert.isUndefined(yield* cache.lookup("k"))
      assert.strictEqual((yield* Effect.flip(written)).reason, "unavailable")
      yield* server.start
      yield* Effect.retry(written, { times: 200, schedule: Schedule.spaced(50) })
      assert.isDefined(yield* cache.lookup("k"))
    }),
  )

  it.live("a look-up is a miss while it is silent, and a hit when it speaks", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const { cache, written } = yield* faulted(server, server.pause)
      assert.isUndefined(yield* cache.lookup("k"))
      assert.strictEqual((yield* Effect.flip(written)).reason, "unavailable")
      assert.deepInclude(cache.counters(), { failures: 1, writeFailures: 1 })
      yield* server.resume
      yield* until(Effect.map(cache.lookup("k"), (hit) => hit !== undefined))
    }),
  )

  it.live("a full server refuses the write and still serves what it has", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const full = server.command("CONFIG", "SET", "maxmemory", "1")
      const { cache, written } = yield* faulted(server, full)
      assert.strictEqual((yield* Effect.flip(written)).reason, "unavailable")
      assert.isDefined(yield* cache.lookup("k"))
    }),
  )

  it.live("a read-only replica refuses the write and still serves what it has", () =>
    Effect.gen(function* () {
      const { primary, failOver } = yield* redisReplica
      const { cache, written } = yield* faulted(primary, failOver)
      assert.strictEqual((yield* Effect.flip(written)).reason, "unavailable")
      yield* until(Effect.map(cache.lookup("k"), (hit) => hit !== undefined))
    }),
  )

  it.live("a full server refuses all that is written at once", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const store = yield* storeAt(server.url)
      yield* server.command("CONFIG", "SET", "maxmemory", "1")
      const sets = ["a", "b", "c"].map((key) => Effect.flip(store.set(key, key, 60_000)))
      const errors = yield* Effect.all(sets, { concurrency: "unbounded" })
      assert.deepStrictEqual(
        errors.map(({ reason }) => reason),
        ["unavailable", "unavailable", "unavailable"],
      )
      yield* server.command("CONFIG", "SET", "maxmemory", "0")
      assert.isUndefined(yield* store.get("a"))
    }),
  )

  it.live("a Cluster node that is away refuses the writes of its keys alone", () =>
    Effect.gen(function* () {
      const cluster = yield* redisCluster()
      const store = yield* storeAt(cluster.url)
      const [victim] = cluster.primaries
      if (victim === undefined) return assert.fail()
      const keys = Array.from({ length: 30 }, (_, index) => `k${index}`)
      const owners = yield* Effect.forEach(keys, (key) => cluster.primaryOf(`cache:${key}`))
      yield* store.set("k0", "x", 60_000)
      yield* victim.kill
      const exits = yield* Effect.forEach(keys, (key) => Effect.exit(store.set(key, "x", 60_000)), {
        concurrency: "unbounded",
      })
      assert.deepStrictEqual(
        exits.map(Exit.isSuccess),
        owners.map((owner) => owner !== victim),
      )
    }),
  )

  it.live("a restarting Cluster node costs misses for its keys alone", () =>
    Effect.gen(function* () {
      const cluster = yield* redisCluster()
      const store = yield* storeAt(cluster.url)
      const [victim] = cluster.primaries
      if (victim === undefined) return assert.fail()
      const keys = Array.from({ length: 30 }, (_, index) => `k${index}`)
      yield* Effect.forEach(keys, (key) => store.set(key, key, 60_000))
      const owners = yield* Effect.forEach(keys, (key) => cluster.primaryOf(`cache:${key}`))
      yield* victim.kill
      const exits = yield* Effect.forEach(keys, (key) => Effect.exit(store.get(key)), {
        concurrency: "unbounded",
      })
      const served = exits.map((exit) => Exit.isSuccess(exit) && exit.value !== undefined)
      assert.deepStrictEqual(
        served,
        owners.map((owner) => owner !== victim),
      )
    }),
  )

  it.live("damaged, foreign and misplaced bytes are corrupt, not answers", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const store = yield* storeAt(server.url)
      const reason = Effect.map(Effect.flip(store.get("k")), (error) => error.reason)
      for (const text of ["short", "long ".repeat(500)]) {
        yield* store.set("k", text, 60_000)
        assert.strictEqual(yield* store.get("k"), text)
        const { length } = text === "short" ? text : { length: 20 }
        yield* server.command("SETRANGE", "cache:k", `${length}`, "?")
        assert.strictEqual(yield* reason, "corrupt")
      }
      yield* store.set("other", "the price is 5", 60_000)
      yield* server.command("COPY", "cache:other", "cache:k", "REPLACE")
      assert.strictEqual(yield* reason, "corrupt")
      for (const bytes of ["\u0000plain of an earlier version", "{}", "\u0001\u0002"]) {
        yield* server.command("SET", "cache:k", bytes)
        assert.strictEqual(yield* reason, "corrupt")
      }
      yield* server.command("DEL", "cache:k")
      yield* server.command("LPUSH", "cache:k", "a list")
      assert.strictEqual(yield* reason, "corrupt")
      yield* store.set("k", "written anew", 60_000)
      assert.strictEqual(yield* store.get("k"), "written anew")
    }),
  )

  it.live("a value of 100 MB is corrupt, and costs no more than the largest entry", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const store = yield* storeAt(server.url)
      const sent = Effect.map(server.command("INFO", "stats"), (text) =>
        Number(/total_net_output_bytes:(\d+)/u.exec(String(text))?.[1]),
      )
      yield* store.set("other", "x", 60_000)
      yield* server.command("SETRANGE", "cache:k", `${100 * 1024 * 1024}`, "?")
      const before = yield* sent
      assert.strictEqual((yield* Effect.flip(store.get("k"))).reason, "corrupt")
      assert.strictEqual(yield* store.get("other"), "x")
      assert.isBelow((yield* sent) - before, 9 * 1024 * 1024)
    }),
  )

  it.live("a key of 100 KB is sent in short", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const store = yield* storeAt(server.url)
      const key = "k".repeat(100_000)
      yield* store.set(key, "x", 60_000)
      assert.strictEqual(yield* store.get(key), "x")
      const [stored] = (yield* server.command("KEYS", "*")) as ReadonlyArray<string>
      assert.isBelow(String(stored).length, 100)
      // A key that reads like the short form is another key.
      assert.isUndefined(yield* store.get(String(stored).slice("cache:".length)))
    }),
  )
})

describe("memory that is told of changes", () => {
  let server: RedisServer
  const scope = Scope.makeUnsafe()
  beforeAll(async () => {
    server = await Effect.runPromise(Scope.provide(redisServer(), scope))
  })
  afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

  /** So long that only a notice can end a copy. */
  const options = { ...patient, memoryMs: 3_600_000 }
  const instance = Effect.suspend(() =>
    storeAt(server.url, TieredCacheStore.layerNotified(options)),
  )
  const commandsOf = (name: string) =>
    Effect.map(server.command("INFO", "commandstats"), (text) =>
      Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(String(text))?.[1] ?? 0),
    )
  /** Until reads are served by memory alone. */
  const isInMemory = (store: typeof CacheStore.Service, key: string) =>
    Effect.gen(function* () {
      const before = yield* commandsOf("getrange")
      yield* store.get(key)
      return before === (yield* commandsOf("getrange"))
    })

  it.live("asks once, and drops at once what another instance writes or removes", () =>
    Effect.gen(function* () {
      const [one, two] = [yield* instance, yield* instance]
      yield* one.set("k", "old", 600_000)
      assert.strictEqual(yield* two.get("k"), "old")
      yield* until(isInMemory(two, "k"))
      yield* one.set("k", "new", 600_000)
      yield* until(Effect.map(two.get("k"), (text) => text === "new"))
      yield* until(isInMemory(two, "k"))
      yield* one.remove("k")
      yield* until(Effect.map(two.get("k"), (text) => text === undefined))
      const long = "k".repeat(100_000)
      yield* one.set(long, "old", 600_000)
      yield* until(Effect.andThen(two.get(long), isInMemory(two, long)))
      yield* one.remove(long)
      yield* until(Effect.map(two.get(long), (text) => text === undefined))
    }),
  )

  it.live("is told of what a writer without memory changes, if it wants to tell", () =>
    Effect.gen(function* () {
      const reader = yield* instance
      const writer = (notify: boolean) =>
        storeAt(server.url, RedisCacheStore.layer({ ...patient, notify }))
      const [telling, silent] = [yield* writer(true), yield* writer(false)]
      yield* silent.set("told", "old", 600_000)
      yield* silent.set("untold", "old", 600_000)
      for (const key of ["told", "untold"]) {
        yield* until(Effect.andThen(reader.get(key), isInMemory(reader, key)))
      }
      yield* silent.set("untold", "new", 600_000)
      yield* telling.set("told", "new", 600_000)
      yield* until(Effect.map(reader.get("told"), (text) => text === "new"))
      assert.strictEqual(yield* reader.get("untold"), "old")
    }),
  )

  it.live("keeps its own writes", () =>
    Effect.gen(function* () {
      const [one, two] = [yield* instance, yield* instance]
      yield* one.set("first", "1", 600_000)
      yield* until(isInMemory(one, "first"))
      yield* one.set("own", "1", 600_000)
      // Two has heard both notices once the second is dropped there.
      assert.strictEqual(yield* two.get("own"), "1")
      assert.isTrue(yield* isInMemory(one, "own"))
    }),
  )

  it.live("trusts no copy that a lost notice may have been about", () =>
    Effect.gen(function* () {
      const [one, two] = [yield* instance, yield* instance]
      yield* one.set("k", "old", 600_000)
      yield* one.set("another", "x", 600_000)
      yield* until(isInMemory(two, "another"))
      yield* until(isInMemory(two, "k"))
      yield* server.command("CLIENT", "KILL", "TYPE", "pubsub")
      yield* one.remove("k")
      // Not asked for while the channel is away: copies are trusted again when another one is.
      yield* until(Effect.map(isInMemory(two, "another"), (isThere) => !isThere))
      yield* until(isInMemory(two, "another"))
      assert.isUndefined(yield* two.get("k"))
    }),
  )

  it.live("is a miss, not an old copy, while Redis is away", () =>
    Effect.gen(function* () {
      const store = yield* instance
      yield* store.set("k", "x", 600_000)
      yield* until(isInMemory(store, "k"))
      yield* server.kill
      yield* until(Effect.map(store.get("k"), (text) => text === undefined))
      yield* server.start
      yield* until(Effect.isSuccess(store.set("k", "again", 600_000)))
      yield* until(Effect.map(store.get("k"), (text) => text === "again"))
      yield* until(isInMemory(store, "k"))
    }),
  )
})
