/** What one instance found wrong, all instances know, and those that start later, through a real Redis. */
import { assert, describe, it } from "@effect/vitest"
import { redisServer } from "@manga-assist/real-servers"
import { RedisConnection, type RedisSubscriber } from "@manga-assist/connections/redis"
import { Context, Effect, Layer } from "effect"
import { instanceOf, until } from "../../caching/test/realRedis.ts"
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
    makeKillSwitch({ offMs }),
  ).pipe(Layer.provide(Layer.orDie(ready)))
  return Effect.map(instanceOf(url, layer), (context) => Context.get(context, Switches))
}

const judge = (switches: KillSwitch, verdict: "right" | "wrong", count: number) =>
  Effect.forEach(Array.from({ length: count }), () => switches.judge("price", verdict), {
    discard: true,
  })
const reasonOf = (switches: KillSwitch) => switches.offReason("price")
const isOff = (switches: KillSwitch) => until(Effect.sync(() => reasonOf(switches) !== undefined))
const isOn = (switches: KillSwitch) => until(Effect.sync(() => reasonOf(switches) === undefined))
/** Wrong ones in short order. */
const enough = 5

describe("a group switched off by one instance", () => {
  it.live("is off in all, at once in those that start later, and in no other group", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const here = yield* switchesAt(url)
      const there = yield* switchesAt(url)
      yield* judge(here, "wrong", enough)
      assert.strictEqual(reasonOf(here), `${enough} of ${enough} checked answers were wrong`)
      yield* isOff(there)
      const later = yield* switchesAt(url)
      assert.strictEqual(reasonOf(later), reasonOf(here))
      assert.isUndefined(later.offReason("wording 1"))
      assert.isUndefined(later.offReason("author"))
      assert.deepInclude(later.rates()[0], { group: "price", off: true })
    }),
  )

  it.live("is judged by what all of them found together", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const here = yield* switchesAt(url)
      const there = yield* switchesAt(url)
      yield* judge(here, "wrong", enough - 2)
      yield* judge(there, "wrong", 1)
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
      yield* judge(here, "wrong", enough)
      yield* isOff(there)
      yield* isOn(here)
      yield* isOn(there)
      yield* judge(there, "wrong", 1)
      yield* judge(there, "right", enough - 2)
      assert.isUndefined(reasonOf(there))
    }),
  )

  it.live("is on again everywhere when one instance switches it on", () =>
    Effect.gen(function* () {
      const { url } = yield* redisServer()
      const here = yield* switchesAt(url)
      const there = yield* switchesAt(url)
      yield* judge(here, "wrong", enough)
      yield* isOff(there)
      assert.deepStrictEqual([...(yield* there.off).keys()], ["price"])
      yield* there.switchOn("price")
      yield* isOn(here)
      assert.deepStrictEqual([...(yield* here.off).keys()], [])
    }),
  )

  it.live("is off in the process alone while Redis is away, and in all when it is back", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const here = yield* switchesAt(server.url)
      yield* server.kill
      yield* judge(here, "wrong", enough)
      assert.isDefined(reasonOf(here))
      yield* server.start
      yield* until(
        Effect.map(server.command("EXISTS", "audit:{audit}:off"), (found) => found === 1),
      )
      const later = yield* switchesAt(server.url)
      assert.isDefined(reasonOf(later))
    }),
  )

  it.live("is switched off all the same when Redis holds garbage for the counts", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      yield* server.command("SET", "audit:{audit}:counts:price", "garbage")
      const here = yield* switchesAt(server.url)
      yield* judge(here, "wrong", enough)
      assert.isDefined(reasonOf(here))
    }),
  )

  it.live("leaves nothing in Redis that does not end by itself", () =>
    Effect.gen(function* () {
      const server = yield* redisServer()
      const here = yield* switchesAt(server.url)
      yield* judge(here, "right", 1)
      yield* judge(here, "wrong", enough)
      yield* judge(here, "right", 1)
      const keys = (yield* server.command("KEYS", "*")) as ReadonlyArray<string>
      assert.isNotEmpty(keys)
      for (const key of keys) {
        assert.isAbove(Number(yield* server.command("PTTL", key)), 0, key)
      }
    }),
  )
})
