/** Whose the lock is, and under which number, on a real Redis and a real Cluster. */
import { assert, describe, it } from "@effect/vitest"
import { RedisConnection } from "@manga-assist/connections/redis"
import { ConfigProvider, Context, Effect, Layer, Schedule } from "effect"
import { makeLeaderLock } from "../src/LeaderLock.ts"
import { realServers } from "./realServers.ts"

const key = "report:{leader}"
const lockKey = `${key}:lock`
const numberKey = `${key}:number`
const lockMs = 60_000

const redisAt = (url: string) =>
  Effect.map(
    Layer.build(
      RedisConnection.layer.pipe(
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({ REDIS_URL: url }))),
      ),
    ),
    (context) => Context.get(context, RedisConnection),
  )

const set = Effect.fnUntraced(function* (url: string) {
  const redis = yield* redisAt(url)
  const one = makeLeaderLock(redis, { key, lockMs }, "one")
  const other = makeLeaderLock(redis, { key, lockMs }, "other")
  const run = <A>(commands: Parameters<typeof redis.run<A>>[2]) =>
    redis.run("test", 2_000, commands)
  return { one, other, run }
})

describe.each(realServers)("the lock on %s", (_name, server) => {
  it.live("is one worker's, until it gives it back or it has run out", () =>
    Effect.gen(function* () {
      const { one, other, run } = yield* set((yield* server).url)
      const first = (yield* one.acquire) ?? 0
      assert.isUndefined(yield* other.acquire)
      assert.isTrue(yield* one.holds(first))
      // Under its number it is nobody else's, and under another number it is not its own.
      assert.isFalse(yield* other.holds(first))
      assert.isFalse(yield* other.prolong(first))
      assert.isFalse(yield* one.prolong(first - 1))
      yield* other.release(first)
      yield* one.release(first - 1)
      assert.isTrue(yield* one.holds(first))
      yield* run((client) => client.pexpire(lockKey, 1_000))
      assert.isTrue(yield* one.prolong(first))
      assert.isAbove(yield* run((client) => client.pttl(lockKey)), lockMs / 2)
      yield* run((client) => client.pexpire(lockKey, 1))
      const second = yield* Effect.repeat(other.acquire, {
        schedule: Schedule.spaced("10 millis"),
        until: (number) => number !== undefined,
      })
      assert.isAbove(second ?? 0, first)
      assert.isFalse(yield* one.prolong(first))
      // Of a worker that dies before its first heartbeat, too.
      assert.isAbove(yield* run((client) => client.pttl(lockKey)), 0)
      yield* other.release(second ?? 0)
      assert.isAbove((yield* one.acquire) ?? 0, second ?? 0)
    }).pipe(Effect.scoped),
  )

  it.live("has a number that rises, in a Redis that came back empty or whose clock was ahead", () =>
    Effect.gen(function* () {
      const { nodes, url } = yield* server
      const { one, run } = yield* set(url)
      const first = (yield* one.acquire) ?? 0
      yield* Effect.forEach(nodes, ({ command }) => command("FLUSHALL"))
      const second = (yield* one.acquire) ?? 0
      assert.isAbove(second, first)
      yield* one.release(second)
      const ahead = second + 3_600_000
      yield* run((client) => client.set(numberKey, ahead))
      for (const next of [1, 2]) {
        const number = (yield* one.acquire) ?? 0
        assert.strictEqual(number, ahead + next)
        yield* one.release(number)
      }
    }).pipe(Effect.scoped),
  )

  it.live(
    "is taken where what lies in its place is no lock: of another kind, or without an end",
    () =>
      Effect.gen(function* () {
        const { one, other, run } = yield* set((yield* server).url)
        yield* run((client) => client.hset(lockKey, "held", "by nobody"))
        const first = (yield* one.acquire) ?? 0
        assert.isTrue(yield* one.holds(first))
        yield* run((client) => client.set(lockKey, "somebody:1"))
        const second = (yield* other.acquire) ?? 0
        assert.isAbove(second, first)
        assert.isUndefined(yield* one.acquire)
        yield* other.release(second)
        // The number as well: it starts anew, above any before.
        yield* run((client) => client.del(numberKey))
        yield* run((client) => client.lpush(numberKey, "no number"))
        // Now the clock of Redis alone makes the next number, and it counts milliseconds.
        const clock = run((client) => client.time())
        yield* Effect.repeat(clock, {
          until: ([seconds, micros]) =>
            Number(seconds) * 1_000 + Number(micros) / 1_000 > second + 1,
        })
        assert.isAbove((yield* one.acquire) ?? 0, second)
        // None that Redis writes as another one than a worker, nor one that would be the last there is.
        for (const text of [
          "99999999999999999999999",
          "9007199254740991",
          "1e400",
          "nan",
          "-1",
          "x",
        ]) {
          yield* run((client) => client.del(lockKey))
          yield* run((client) => client.set(numberKey, text))
          const number = (yield* one.acquire) ?? 0
          assert.isAbove(number, second)
          assert.isTrue(yield* one.prolong(number))
        }
      }).pipe(Effect.scoped),
  )
})
