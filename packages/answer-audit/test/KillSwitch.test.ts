/** A group that is off, in one process without Redis. */
import { assert, it } from "@effect/vitest"
import { RedisConnection } from "@manga-assist/connections/redis"
import { ConfigProvider, Effect } from "effect"
import { TestClock } from "effect/testing"
import { falseHitLimit } from "../src/FalseHitRate.ts"
import { makeKillSwitch } from "../src/KillSwitch.ts"

it.effect("is on again after its time, wherever the clock is set", () =>
  Effect.gen(function* () {
    yield* TestClock.adjust("2 hours")
    const { judge, offReason } = yield* makeKillSwitch({ groups: ["author"], offMs: 600_000 })
    for (let check = 0; check < falseHitLimit.leastChecks; check += 1) {
      yield* judge("author", "wrong")
    }
    assert.isDefined(offReason("author"))
    yield* TestClock.setTime(3_600_000)
    yield* TestClock.adjust(599_000)
    assert.isDefined(offReason("author"))
    yield* TestClock.adjust(1_000)
    assert.isUndefined(offReason("author"))
  }).pipe(
    Effect.provide(RedisConnection.layerOptional),
    Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown({}))),
  ),
)
