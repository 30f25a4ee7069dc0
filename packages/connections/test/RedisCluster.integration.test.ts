/** `RedisConnection` over a real Cluster whose slots move and whose nodes die or fall silent. */
import { assert, describe, it } from "@effect/vitest"
import { redisCluster, type RedisCluster, type RedisServer } from "@manga-assist/real-servers"
import { Effect } from "effect"
import { Cluster } from "ioredis"
import { certificateFile, connectTo, get, reasonsUntil, set } from "./redisHarness.ts"

const keys = Array.from({ length: 200 }, (_, index) => `key-${index}`)

/** A node that does not hold the key's slot. */
const strangerTo = (cluster: RedisCluster, owner: RedisServer) =>
  cluster.primaries.find((node) => node !== owner) ?? owner

/** One key for each of the three primaries. */
const keyOfEach = (cluster: RedisCluster) =>
  Effect.gen(function* () {
    const found = new Map<RedisServer, string>()
    for (const key of keys.slice(0, 30)) found.set(yield* cluster.primaryOf(key), key)
    assert.strictEqual(found.size, 3)
    return found
  })

describe("a Cluster", () => {
  it.live("spreads keys over all nodes, from the address of one", () =>
    Effect.gen(function* () {
      const cluster = yield* redisCluster()
      const redis = yield* connectTo(cluster.url)
      const all = { concurrency: "unbounded" } as const
      yield* Effect.forEach(keys, (key) => set(redis, key, key), all)
      assert.deepStrictEqual(yield* Effect.forEach(keys, (key) => get(redis, key), all), keys)
      const sizes = yield* Effect.forEach(cluster.primaries, ({ command }) => command("DBSIZE"))
      assert.isTrue(sizes.every((size) => Number(size) > 20))
      const crossed = yield* Effect.flip(
        redis.run("MGET", 500, (client) => client.mget("key-1", "key-2")),
      )
      assert.strictEqual(crossed.reason, "rejected")
    }),
  )

  it.live("keeps to its prefix on every node", () =>
    Effect.gen(function* () {
      const cluster = yield* redisCluster()
      const redis = yield* connectTo(cluster.url, { REDIS_KEY_PREFIX: "staging:" })
      yield* Effect.forEach(keys, (key) => set(redis, key, key), { concurrency: "unbounded" })
      assert.strictEqual(yield* get(redis, "key-1"), "key-1")
      const stored = yield* Effect.forEach(cluster.primaries, ({ command }) => command("KEYS", "*"))
      assert.sameMembers(
        stored.flat(),
        keys.map((key) => `staging:${key}`),
      )
    }),
  )

  it.live("leaves host names to TLS, which must see them", () =>
    Effect.gen(function* () {
      const cluster = yield* redisCluster({ tls: true })
      const redis = yield* connectTo(cluster.url, { REDIS_CA: yield* certificateFile })
      yield* Effect.forEach(keys, (key) => set(redis, key, key), { concurrency: 50 })
      const hosts = yield* redis.run("hosts", 500, async (client) =>
        client instanceof Cluster ? client.nodes().map((node) => node.options.host) : [],
      )
      assert.deepStrictEqual(hosts, ["localhost", "localhost", "localhost"])
      assert.strictEqual(yield* get(redis, "key-1"), "key-1")
    }),
  )

  it.live("follows a slot while it moves (ASK) and after it has moved (MOVED)", () =>
    Effect.gen(function* () {
      const cluster = yield* redisCluster()
      const redis = yield* connectTo(cluster.url)
      const source = yield* cluster.primaryOf("k")
      const target = strangerTo(cluster, source)
      const slot = String(yield* source.command("CLUSTER", "KEYSLOT", "k"))
      const sourceId = String(yield* source.command("CLUSTER", "MYID"))
      const targetId = String(yield* target.command("CLUSTER", "MYID"))
      yield* set(redis, "k", "v")
      yield* target.command("CLUSTER", "SETSLOT", slot, "IMPORTING", sourceId)
      yield* source.command("CLUSTER", "SETSLOT", slot, "MIGRATING", targetId)
      yield* source.command("MIGRATE", "127.0.0.1", `${target.port}`, "k", "0", "2000")
      assert.strictEqual(yield* get(redis, "k"), "v")
      for (const node of cluster.primaries) {
        yield* node.command("CLUSTER", "SETSLOT", slot, "NODE", targetId)
      }
      assert.strictEqual(yield* get(redis, "k"), "v")
      yield* set(redis, "k", "after")
      assert.strictEqual(yield* target.command("GET", "k"), "after")
    }),
  )

  it.live("goes on with a replica when a primary is killed", () =>
    Effect.gen(function* () {
      const cluster = yield* redisCluster({ replicas: true })
      const redis = yield* connectTo(cluster.url)
      const owner = yield* cluster.primaryOf("k")
      yield* set(redis, "k", "v")
      // Acknowledged by the replica: the promotion must not lose it.
      yield* owner.command("WAIT", "1", "1000")
      yield* owner.kill
      const reasons = yield* reasonsUntil(set(redis, "k", "after", 300))
      assert.isAbove(reasons.length, 0)
      assert.notInclude(reasons, "rejected")
      assert.strictEqual(yield* get(redis, "k"), "after")
    }),
  )

  it.live("serves the other slots while one node is silent or gone, and that one again later", () =>
    Effect.gen(function* () {
      const cluster = yield* redisCluster()
      const redis = yield* connectTo(cluster.url)
      const found = [...(yield* keyOfEach(cluster))]
      const [lost, ...others] = found
      if (lost === undefined) return assert.fail("no node")
      const [node, key] = lost
      const othersAnswer = Effect.forEach(others, ([, other]) =>
        reasonsUntil(set(redis, other, "v")),
      )
      for (const silence of [node.pause, node.kill]) {
        yield* set(redis, key, "v")
        yield* silence
        const error = yield* Effect.flip(set(redis, key, "v", 200))
        assert.include(["timeout", "refused", "unavailable"], error.reason)
        yield* othersAnswer
        yield* node.resume
        if (silence === node.kill) yield* node.start
        yield* reasonsUntil(set(redis, key, "v"))
      }
    }),
  )

  it.live("finds a Cluster that starts after it", () =>
    Effect.gen(function* () {
      const cluster = yield* redisCluster()
      for (const node of cluster.primaries) yield* node.pause
      const redis = yield* connectTo(cluster.url)
      assert.include(["refused", "timeout"], (yield* Effect.flip(get(redis, "k", 200))).reason)
      for (const node of cluster.primaries) yield* node.resume
      yield* reasonsUntil(set(redis, "k", "v"))
    }),
  )
})
