/**
 * Faults of Redis that nobody plans: each costs a miss or an answer of one's own, never a wrong answer, and is over
 * when it is over.
 */
import { assert, describe, it } from "@effect/vitest"
import { RedisConnection } from "@manga-assist/connections"
import { Context, Deferred, Effect, Exit, Fiber, Layer, Schema } from "effect"
import {
  CacheStore,
  makeAnswerCache,
  makeSharedFlight,
  RedisCacheStore,
  RedisTagVersions,
  type SharedFlight,
  TagVersions,
  TieredCacheStore,
} from "../src/index.ts"
import { seal } from "../src/stores/Sealed.ts"
import { instanceOf, redisCluster, redisServer, until } from "./realRedis.ts"
import { bulk, type Script, scriptedRedis } from "./scriptedRedis.ts"

const stores = {
  "Redis alone": RedisCacheStore.layer(),
  "memory over Redis": TieredCacheStore.layer({ memoryMs: 0 }),
}
type Store = (typeof stores)[keyof typeof stores]

const cacheAt = Effect.fnUntraced(function* (url: string, layer: Store) {
  const store = Context.get(yield* instanceOf(url, layer), CacheStore)
  const cache = yield* makeAnswerCache({ schema: Schema.String, lookupDeadlineMs: 1_000 }).pipe(
    Effect.provideService(CacheStore, store),
  )
  return { ...cache, failures: () => store.counters().failures }
})

const entryOf = (key: string, value: string) => {
  const entry = { version: 2, storedAt: Date.now(), freshForMs: 1e9, staleForMs: 0, value }
  // The codec of what is not packed.
  return seal(`cache:${key}`, Buffer.from(`\0${JSON.stringify(entry)}`))
}

/** A sound server with one entry under each key that is asked for. */
const sound: Script = (words) =>
  words[0] === "getrange"
    ? bulk(entryOf(String(words[1]).slice("cache:".length), `of ${words[1]}`))
    : words[0] === "pttl"
      ? ":60000\r\n"
      : undefined

const oneOf = (reply: Buffer | string): Script => {
  return (words) => (words[0] === "getrange" || words[0] === "pttl" ? reply : undefined)
}

const odd: Readonly<Record<string, Script>> = {
  "answers nothing": () => new Promise(() => {}),
  "is loading": oneOf("-LOADING Redis is loading the dataset in memory\r\n"),
  "is a Cluster that is down": oneOf("-CLUSTERDOWN Hash slot not served\r\n"),
  "wants a password": oneOf("-NOAUTH Authentication required.\r\n"),
  "names another node, as only a Cluster does": oneOf("-MOVED 1 127.0.0.1:1\r\n"),
  "answers with a number": oneOf(":5\r\n"),
  "answers with nothing that is": oneOf("$-1\r\n"),
  "answers with a list": oneOf("*2\r\n$1\r\na\r\n:1\r\n"),
  "answers with an empty list": oneOf("*0\r\n"),
  "answers with another's entry": oneOf(bulk(entryOf("other", "another's"))),
  "speaks another protocol": oneOf("HTTP/1.1 400 Bad Request\r\n\r\n"),
  "sends half a reply": oneOf("$1000\r\nhalf"),
}

describe("a Redis that", () => {
  for (const [name, layer] of Object.entries(stores)) {
    it.live.each(Object.entries(odd))(
      `%s is a miss, and a hit when it is well (${name})`,
      ([, script]) =>
        Effect.gen(function* () {
          const { state, url } = yield* scriptedRedis()
          state.script = script
          const cache = yield* cacheAt(url, layer)
          for (let time = 0; time < 3; time += 1) {
            assert.isUndefined(yield* cache.lookup(`k${time}`))
          }
          assert.strictEqual(cache.failures(), 3)
          state.script = sound
          yield* until(
            Effect.map(cache.lookup("k"), (hit) => hit !== undefined && hit.value === "of cache:k"),
          )
        }),
    )
  }

  it.live("answers after the deadline answers nobody else's question", () =>
    Effect.gen(function* () {
      const { state, url } = yield* scriptedRedis()
      const late = Promise.withResolvers<void>()
      const asked = Promise.withResolvers<void>()
      state.script = (words) => {
        const reply = sound(words)
        if (words[1] !== "cache:slow" || reply === undefined || reply instanceof Promise) {
          return reply
        }
        asked.resolve()
        return late.promise.then(() => reply)
      }
      const context = yield* instanceOf(url, RedisCacheStore.layer({ readDeadlineMs: 1_000 }))
      const store = Context.get(context, CacheStore)
      const impatient = yield* Effect.forkChild(store.get("slow").pipe(Effect.timeoutOption(50)), {
        startImmediately: true,
      })
      yield* Effect.promise(() => asked.promise)
      assert.isTrue((yield* Fiber.join(impatient))._tag === "None")
      const other = yield* Effect.forkChild(store.get("other"), { startImmediately: true })
      late.resolve()
      assert.include(yield* Fiber.join(other), "of cache:other")
      assert.include(yield* store.get("slow"), "of cache:slow")
    }),
  )
})

const storeAt = (url: string) =>
  Effect.map(
    instanceOf(url, RedisCacheStore.layer({ readDeadlineMs: 5_000, writeDeadlineMs: 5_000 })),
    (context) => Context.get(context, CacheStore),
  )
const keys = Array.from({ length: 30 }, (_, index) => `k${index}`)

describe("a Cluster", () => {
  it.live("without a range of its slots costs the answers of that range alone", () =>
    Effect.gen(function* () {
      const cluster = yield* redisCluster()
      const store = yield* storeAt(cluster.url)
      yield* Effect.forEach(keys, (key) => store.set(key, key, 600_000))
      const [victim] = cluster.primaries
      assert(victim !== undefined)
      const owners = yield* Effect.forEach(keys, (key) => cluster.primaryOf(`cache:${key}`))
      for (const node of cluster.primaries)
        yield* node.command("CLUSTER", "DELSLOTSRANGE", "0", "5460")
      const served = yield* Effect.forEach(
        keys,
        (key) => Effect.map(Effect.exit(store.get(key)), (exit) => Exit.isSuccess(exit)),
        { concurrency: "unbounded" },
      )
      assert.deepStrictEqual(
        served,
        owners.map((owner) => owner !== victim),
      )
      yield* victim.command("CLUSTER", "ADDSLOTSRANGE", "0", "5460")
      yield* until(
        Effect.map(
          Effect.forEach(keys, (key) => Effect.orElseSucceed(store.get(key), () => undefined)),
          (found) =>
            found.filter((text) => text !== undefined).length >= served.filter(Boolean).length,
        ),
      )
      yield* until(
        Effect.map(
          Effect.forEach(keys, (key) => Effect.exit(store.set(key, "again", 600_000))),
          (exits) => exits.every(Exit.isSuccess),
        ),
      )
    }),
  )

  it.live("whose slot moves while it is read is followed, to an entry that has moved too", () =>
    Effect.gen(function* () {
      const cluster = yield* redisCluster()
      const store = yield* storeAt(cluster.url)
      yield* Effect.forEach(keys, (key) => store.set(key, key, 600_000))
      const from = yield* cluster.primaryOf("cache:k1")
      const to = cluster.primaries.find((node) => node !== from)
      assert(to !== undefined)
      const slot = String(yield* from.command("CLUSTER", "KEYSLOT", "cache:k1"))
      const [fromId, toId] = [
        String(yield* from.command("CLUSTER", "MYID")),
        String(yield* to.command("CLUSTER", "MYID")),
      ]
      yield* to.command("CLUSTER", "SETSLOT", slot, "IMPORTING", fromId)
      yield* from.command("CLUSTER", "SETSLOT", slot, "MIGRATING", toId)
      assert.strictEqual(yield* store.get("k1"), "k1")
      yield* from.command("MIGRATE", "127.0.0.1", `${to.port}`, "cache:k1", "0", "5000")
      assert.strictEqual(yield* store.get("k1"), "k1")
      for (const node of [to, from]) yield* node.command("CLUSTER", "SETSLOT", slot, "NODE", toId)
      assert.strictEqual(yield* store.get("k1"), "k1")
      yield* store.set("k1", "new", 600_000)
      assert.strictEqual(yield* store.get("k1"), "new")
    }),
  )
})

describe("a server", () => {
  it.live("whose password was changed refuses, and serves again under the old one", () =>
    Effect.gen(function* () {
      const server = yield* redisServer({ settings: { requirepass: "old" } })
      const url = server.url.replace("redis://", "redis://:old@")
      const cache = yield* cacheAt(url, TieredCacheStore.layer({ memoryMs: 0 }))
      const { run } = Context.get(
        yield* instanceOf(url, Layer.effectContext(Effect.context<RedisConnection>())),
        RedisConnection,
      )
      const write = cache.write("k", "x", { freshForMs: 600_000 })
      yield* write
      // Who is signed in stays so; a connection made now is refused.
      yield* run("rotate", 1_000, async (redis) => {
        await redis.config("SET", "requirepass", "new")
        await redis.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
      })
      yield* until(Effect.isFailure(write))
      yield* run("rotate", 1_000, (redis) => redis.config("SET", "requirepass", "old"))
      yield* until(Effect.isSuccess(write))
      assert.strictEqual((yield* cache.lookup("k"))?.value, "x")
    }),
  )

  it.live("whose counter was set ahead serves what still holds, and nothing else", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const instances = RedisTagVersions.layer({ readDeadlineMs: 1_000, writeDeadlineMs: 2_000 })
      const [one, two] = [
        Context.get(yield* instanceOf(server.url, instances), TagVersions),
        Context.get(yield* instanceOf(server.url, instances), TagVersions),
      ]
      const stamp = yield* two.now
      yield* one.register(["a", "b"], stamp)
      yield* server.command("HSET", "tags:counter", "number", "1000000")
      yield* until(Effect.map(two.now, ({ number }) => number === 1_000_000))
      assert.isTrue(yield* two.areCurrent(["a"], stamp))
      yield* one.invalidate(["a"])
      yield* until(Effect.map(two.areCurrent(["a"], stamp), (current) => !current))
      assert.isTrue(yield* two.areCurrent(["b"], stamp))
    }),
  )
})

class Flight extends Context.Service<Flight, SharedFlight<string, string, never>>()(
  "test/FaultyFlight",
) {}
const flights = Layer.effect(
  Flight,
  makeSharedFlight({ chunk: Schema.String, value: Schema.String, error: Schema.Never }),
)

describe("a flight", () => {
  const setUp = Effect.gen(function* () {
    const server = yield* redisServer()
    const end = yield* Deferred.make<string>()
    const pushes: Array<(chunk: string) => void> = []
    const begin = Effect.gen(function* () {
      const flight = Context.get(yield* instanceOf(server.url, flights), Flight)
      const heard: Array<string> = []
      const compute = (push: (chunk: string) => void) =>
        Effect.suspend(() => {
          pushes.push(push)
          return Deferred.await(end)
        })
      const fiber = yield* Effect.forkScoped(
        flight.join("k", compute, (chunk) => heard.push(chunk)),
        { startImmediately: true },
      )
      return {
        heard,
        fiber,
        hears: (text: string) => until(Effect.sync(() => heard.join("") === text)),
      }
    })
    const led = (count: number) => until(Effect.sync(() => pushes.length === count))
    return { server, end, pushes, begin, led }
  })

  it.live("goes on when the scripts of Redis are flushed", () =>
    Effect.gen(function* () {
      const { begin, end, led, pushes, server } = yield* setUp
      const first = yield* begin
      yield* led(1)
      const other = yield* begin
      pushes[0]?.("a")
      yield* other.hears("a")
      yield* server.command("SCRIPT", "FLUSH")
      pushes[0]?.("b")
      yield* other.hears("ab")
      yield* Deferred.succeed(end, "done")
      for (const { fiber } of [first, other]) {
        assert.strictEqual((yield* Fiber.join(fiber)).value, "done")
      }
      assert.lengthOf(pushes, 1)
    }),
  )

  it.live(
    "whose records were trimmed gives a late one no half of it: that one computes itself",
    () =>
      Effect.gen(function* () {
        const { begin, end, led, pushes, server } = yield* setUp
        const first = yield* begin
        yield* led(1)
        const streams = Effect.map(server.command("KEYS", "flight:*-*"), (found) =>
          (found as ReadonlyArray<string>).filter((key) => !/:(?:lock|followed)$/u.test(key)),
        )
        pushes[0]?.("a")
        yield* until(Effect.map(streams, (found) => found.length === 1))
        const [stream = ""] = yield* streams
        for (const text of ["b", "c"]) {
          const { length } = pushes
          pushes[0]?.(text)
          assert.lengthOf(pushes, length)
        }
        yield* until(Effect.map(server.command("XLEN", stream), (length) => Number(length) >= 2))
        yield* server.command("XTRIM", stream, "MAXLEN", "1")
        const late = yield* begin
        yield* led(2)
        pushes[1]?.("whole")
        yield* Deferred.succeed(end, "done")
        for (const { fiber } of [first, late]) {
          assert.strictEqual((yield* Fiber.join(fiber)).value, "done")
        }
        assert.deepStrictEqual(late.heard, ["whole"])
        assert.deepStrictEqual(first.heard, ["a", "b", "c"])
      }),
  )
})
