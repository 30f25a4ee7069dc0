/** `RedisConnection` over real servers that are killed, silenced, demoted and started again. */
import { assert, describe, it } from "@effect/vitest"
import { redisReplica, redisServer, turnedProxy } from "@manga-assist/real-servers"
import { Effect } from "effect"
import { channelIn } from "../src/redis/RedisChannel.ts"
import { certificateFile, connectTo, get, reasonsUntil, set } from "./redisHarness.ts"

describe("one server", () => {
  it.live("signs in, and keeps to its database", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const rules = ["on", ">p@ss:/?word", "~*", "+@all", "-flushall"]
      yield* server.command("ACL", "SETUSER", "shop", ...rules)
      const url = `redis://shop:${encodeURIComponent("p@ss:/?word")}@127.0.0.1:${server.port}/3`
      const redis = yield* connectTo(url)
      yield* set(redis, "k", "v")
      assert.isNull(yield* server.command("GET", "k"))
      assert.strictEqual(yield* get(redis, "k"), "v")
      const denied = yield* Effect.flip(redis.run("FLUSHALL", 500, (client) => client.flushall()))
      assert.strictEqual(denied.reason, "access-denied")
      const apart = yield* connectTo(`redis://shop@127.0.0.1:${server.port}/3`, {
        REDIS_PASSWORD: "p@ss:/?word",
      })
      assert.strictEqual(yield* get(apart, "k"), "v")
    }),
  )

  it.live("keeps to its prefix, in keys, scripts and channels", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const redis = yield* connectTo(server.url, { REDIS_KEY_PREFIX: "staging:" })
      yield* set(redis, "one", "1")
      yield* redis.run("EVAL", 500, (client) =>
        client.eval("redis.call('SET', KEYS[1], 'x')", 1, "two"),
      )
      assert.strictEqual(yield* get(redis, "one"), "1")
      assert.isNull(yield* get(yield* connectTo(server.url), "one"))
      const keys = yield* server.command("KEYS", "*")
      assert.sameMembers(keys as Array<string>, ["staging:one", "staging:two"])
      const name = yield* redis.run("channel", 500, (client) =>
        Promise.resolve(channelIn(client, "news")),
      )
      assert.strictEqual(name, "staging:news")
    }),
  )

  it.live("says that the password is wrong", () =>
    Effect.gen(function* () {
      const server = yield* redisServer({ settings: { requirepass: "right" } })
      const redis = yield* connectTo(`redis://:wrong@127.0.0.1:${server.port}`)
      const error = yield* Effect.flip(get(redis, "k"))
      assert.strictEqual(error.reason, "access-denied")
      assert.include(error.detail, "WRONGPASS")
    }),
  )

  it.live("speaks TLS and trusts the given authority only", () =>
    Effect.gen(function* () {
      const server = yield* redisServer({ tls: true })
      const redis = yield* connectTo(server.url, { REDIS_CA: yield* certificateFile })
      yield* set(redis, "k", "v")
      assert.strictEqual(yield* get(redis, "k"), "v")
      const stranger = yield* connectTo(server.url)
      const error = yield* Effect.flip(get(stranger, "k"))
      assert.strictEqual(error.reason, "refused")
      assert.include(error.detail, "self-signed certificate")
    }),
  )

  it.live("fails at once while the server is gone, and comes back with it", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const redis = yield* connectTo(server.url)
      yield* set(redis, "k", "v")
      yield* server.kill
      // Not `timeout`: nothing waits for the deadline.
      assert.strictEqual((yield* Effect.flip(get(redis, "k", 30_000))).reason, "refused")
      yield* server.start
      assert.notInclude(yield* reasonsUntil(set(redis, "k", "again")), "rejected")
      assert.strictEqual(yield* get(redis, "k"), "again")
    }),
  )

  it.live("keeps the deadline of every call while the server is silent", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const redis = yield* connectTo(server.url)
      yield* set(redis, "k", "v")
      yield* server.pause
      const calls = Array.from({ length: 50 }, () => Effect.flip(get(redis, "k", 100)))
      const all = yield* Effect.all(calls, { concurrency: "unbounded" })
      assert.deepStrictEqual([...new Set(all.map(({ reason }) => reason))], ["timeout"])
      // The silent connection is dropped; from then on there is none to wait for.
      const dropped = Effect.matchEffect(get(redis, "k", 100), {
        onSuccess: () => Effect.die("a silent server has answered"),
        onFailure: (error) => (error.reason === "refused" ? Effect.void : Effect.fail(error)),
      })
      assert.deepStrictEqual(yield* reasonsUntil(dropped), ["timeout"])
      yield* server.resume
      yield* reasonsUntil(get(redis, "k"))
      assert.strictEqual(yield* get(redis, "k"), "v")
    }),
  )

  it.live("does not let calls pile up behind a silent server", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const redis = yield* connectTo(server.url)
      yield* get(redis, "k")
      yield* server.pause
      const many = Array.from({ length: 10_050 }, () => Effect.flip(get(redis, "k", 300)))
      const errors = yield* Effect.all(many, { concurrency: "unbounded" })
      const refused = errors.filter(({ reason }) => reason === "unavailable")
      assert.strictEqual(refused.length, 50)
      yield* server.resume
      yield* reasonsUntil(get(redis, "k"))
    }),
  )

  it.live("starts without its server, silent or gone, and finds it later", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      yield* server.pause
      const redis = yield* connectTo(server.url)
      assert.include(["refused", "timeout"], (yield* Effect.flip(get(redis, "k", 300))).reason)
      yield* server.resume
      yield* reasonsUntil(get(redis, "k"))
      yield* server.kill
      const other = yield* connectTo(server.url)
      const error = yield* Effect.flip(get(other, "k"))
      assert.strictEqual(error.reason, "refused")
      assert.include(error.detail, "ECONNREFUSED")
      yield* server.start
      yield* reasonsUntil(get(other, "k"))
    }),
  )
})

describe("a primary and its replica", () => {
  it.live("leaves the old primary after a failover, by its READONLY", () =>
    Effect.gen(function* () {
      const { failOver, primary, replica } = yield* redisReplica
      const name = yield* turnedProxy(primary.port)
      const redis = yield* connectTo(`redis://127.0.0.1:${name.port}`)
      yield* set(redis, "k", "before")
      yield* failOver
      name.turnTo(replica.port)
      // The connection still stands on the old primary, which answers.
      assert.strictEqual(yield* get(redis, "k"), "before")
      const reasons = yield* reasonsUntil(set(redis, "k", "after"))
      assert.strictEqual(reasons[0], "unavailable")
      assert.strictEqual(yield* replica.command("GET", "k"), "after")
      assert.strictEqual(name.accepted(), 2)
    }),
  )

  it.live("asks again and again while the name still shows the old primary", () =>
    Effect.gen(function* () {
      const { failOver, primary, replica } = yield* redisReplica
      const name = yield* turnedProxy(primary.port)
      const redis = yield* connectTo(`redis://127.0.0.1:${name.port}`)
      yield* failOver
      for (let i = 0; i < 5; i++) {
        const error = yield* Effect.flip(set(redis, "k", "v"))
        assert.include(["unavailable", "refused"], error.reason)
      }
      name.turnTo(replica.port)
      yield* reasonsUntil(set(redis, "k", "v"))
      assert.strictEqual(yield* replica.command("GET", "k"), "v")
    }),
  )
})
