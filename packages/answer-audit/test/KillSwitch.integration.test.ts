/** What one instance found wrong, all instances know, and those that start later, through a real Redis. */
import { assert, describe, it } from "@effect/vitest"
import { redisServer } from "@manga-assist/real-servers"
import { RedisConnection, type RedisSubscriber } from "@manga-assist/connections/redis"
import { Context, Effect, Layer } from "effect"
import { instanceOf, until } from "../../caching/test/realRedis.ts"
import { falseHitLimit } from "../src/FalseHitRate.ts"
import { type KillSwitch, makeKillSwitch } from "../src/KillSwitch.ts"

class Switches extends Context.Service<Switches, KillSwitch>()("test/Switches") {}

const switchesAt = (url: string, offMs = 3_600_000) => {
  const ready = Layer.effectDiscard(
    Effect.flatMap(RedisConnection, ({ run }) =>
      until(Effect.isSuccess(run("test", 1_000, (redis) => redis.ping()))),
    ),
  )
  const layer: Layer.Layer<Switches, never, RedisConnection | RedisSubscriber> = Layer.effect(
    Switches,
    makeKillSwitch({ groups: ["policy|canonical", "policy|alias", "author|canonical"], offMs }),
  ).pipe(Layer.provide(Layer.orDie(ready)))
  return Effect.map(instanceOf(url, layer), (context) => Context.get(context, Switches))
}

const judge = (switches: KillSwitch, verdict: "right" | "wrong", count: number) =>
  Effect.forEach(Array.from({ length: count }), () => switches.judge("policy|canonical", verdict), {
    discard: true,
  })
const reasonOf = (switches: KillSwitch) => switches.offReason("policy|canonical")
const isOff = (switches: KillSwitch) => until(Effect.sync(() => reasonOf(switches) !== undefined))
const isOn = (switches: KillSwitch) => until(Effect.sync(() => reasonOf(switches) === undefined))
const { leastChecks } = falseHitLimit

describe("a group switched off by one instance", () => {
  it.live("is off in all, at once in those that start later, and in no other group", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const here = yield* switchesAt(url)
      const there = yield* switchesAt(url)
      yield* judge(here, "wrong", leastChecks)
      assert.strictEqual(
        reasonOf(here),
        `${leastChecks} of ${leastChecks} checked answers were wrong`,
      )
      yield* isOff(there)
      const later = yield* switchesAt(url)
      assert.strictEqual(reasonOf(later), reasonOf(here))
      assert.isUndefined(later.offReason("policy|alias"))
      assert.isUndefined(later.offReason("author|canonical"))
      assert.deepInclude(later.rates()[0], { group: "policy|canonical", off: true })
    }),
  )

  it.live("is judged by what all of them found together", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const here = yield* switchesAt(url)
      const there = yield* switchesAt(url)
      yield* judge(here, "wrong", leastChecks / 2)
      yield* judge(there, "wrong", leastChecks / 2 - 1)
      assert.isUndefined(reasonOf(there))
      yield* judge(there, "wrong", 1)
      assert.isDefined(reasonOf(there))
    }),
  )

  it.live("is on again everywhere after its time, and begins anew", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const here = yield* switchesAt(url, 6_000)
      const there = yield* switchesAt(url, 6_000)
      yield* judge(here, "wrong", leastChecks)
      yield* isOff(there)
      yield* isOn(here)
      yield* isOn(there)
      yield* judge(there, "wrong", 1)
      yield* judge(there, "right", leastChecks - 2)
      assert.isUndefined(reasonOf(there))
    }),
  )

  it.live("is off in the process alone while Redis is away, and in all when it is back", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const here = yield* switchesAt(server.url)
      yield* server.kill
      yield* judge(here, "wrong", leastChecks)
      assert.isDefined(reasonOf(here))
      yield* server.start
      yield* until(
        Effect.map(
          server.command("EXISTS", "audit:{audit}:off:policy|canonical"),
          (found) => found === 1,
        ),
      )
      const later = yield* switchesAt(server.url)
      assert.isDefined(reasonOf(later))
      const ttl = Number(yield* server.command("PTTL", "audit:{audit}:off:policy|canonical"))
      assert.isAtMost(ttl, 3_600_000)
      assert.isAbove(ttl, 0)
    }),
  )

  it.live("is switched off all the same when Redis holds garbage for the counts", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      yield* server.command("SET", "audit:{audit}:counts", "garbage")
      const here = yield* switchesAt(server.url)
      yield* judge(here, "wrong", leastChecks)
      assert.isDefined(reasonOf(here))
    }),
  )

  it.live("leaves nothing in Redis that does not end by itself", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const here = yield* switchesAt(server.url)
      yield* judge(here, "right", 1)
      yield* judge(here, "wrong", leastChecks)
      yield* judge(here, "right", 1)
      const keys = (yield* server.command("KEYS", "*")) as ReadonlyArray<string>
      assert.isNotEmpty(keys)
      for (const key of keys) {
        assert.isAbove(Number(yield* server.command("PTTL", key)), 0, key)
      }
    }),
  )
})
