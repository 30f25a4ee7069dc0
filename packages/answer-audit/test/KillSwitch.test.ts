/** A group that is off, in one process without Redis. */
import { assert, it } from "@effect/vitest"
import { RedisConnection } from "@manga-assist/connections/redis"
import { ConfigProvider, Effect, type Scope } from "effect"
import { TestClock } from "effect/testing"
import { makeKillSwitch } from "../src/KillSwitch.ts"

const enough = 5
const alone = <A, E>(effect: Effect.Effect<A, E, RedisConnection | Scope.Scope>) =>
  effect.pipe(
    Effect.scoped,
    Effect.provide(RedisConnection.layerOptional),
    Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({}))),
  )

it.effect("is on again after its time, wherever the clock is set", () =>
  Effect.gen(function* () {
    yield* TestClock.adjust("2 hours")
    const { judge, offReason } = yield* makeKillSwitch({ offMs: 600_000 })
    for (let check = 0; check < enough; check += 1) yield* judge("author", "wrong")
    assert.isDefined(offReason("author"))
    yield* TestClock.setTime(3_600_000)
    yield* TestClock.adjust(599_000)
    assert.isDefined(offReason("author"))
    yield* TestClock.adjust(1_000)
    assert.isUndefined(offReason("author"))
  }).pipe(alone),
)

it.effect("is on again when somebody switches it on, and counted from zero", () =>
  Effect.gen(function* () {
    const { checked, judge, off, offReason, switchOn } = yield* makeKillSwitch({})
    for (let check = 0; check < enough; check += 1) yield* judge("author", "wrong")
    assert.deepStrictEqual([...(yield* off).keys()], ["author"])
    yield* switchOn("author")
    assert.isUndefined(offReason("author"))
    assert.deepStrictEqual(checked("author"), { right: 0, wrong: 0, evidence: 0 })
  }).pipe(alone),
)

it.effect("is remembered with 2,000 others at most", () =>
  Effect.gen(function* () {
    const { checked, judge, rates } = yield* makeKillSwitch({})
    for (let count = 0; count < 2_100; count += 1) yield* judge(`form ${count}`, "right")
    assert.lengthOf(rates(), 2_000)
    assert.strictEqual(checked("form 0").right, 0)
    assert.strictEqual(checked("form 2099").right, 1)
  }).pipe(alone),
)

it.effect("forgets the first of more than 2,000 that are off, which is judged anew", () =>
  Effect.gen(function* () {
    const { judge, off, offReason } = yield* makeKillSwitch({})
    for (let count = 0; count <= 2_000; count += 1) {
      for (let check = 0; check < enough; check += 1) yield* judge(`form ${count}`, "wrong")
    }
    assert.strictEqual((yield* off).size, 2_000)
    assert.isUndefined(offReason("form 0"))
    assert.isDefined(offReason("form 2000"))
    for (let check = 0; check < enough; check += 1) yield* judge("form 0", "wrong")
    assert.isDefined(offReason("form 0"))
  }).pipe(alone),
)
