/** The time of Redis on a machine with a clock of its own, by TestClock. */
import { ConnectionError, RedisConnection } from "@manga-assist/connections"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Context, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { StoreClock } from "../src/schedule/StoreClock.ts"
import { steppedClock } from "../../../packages/leader/test/steppedClock.ts"

const hour = 3_600_000

/** `aheadMs`: of this machine's clock. Its time is read in the middle of an answer that takes `answersAfterMs`. */
const overRedis = Effect.fnUntraced(function* (aheadMs: number, answersAfterMs = 0) {
  const right = yield* Clock.Clock
  const { clock: own, step } = steppedClock(right)
  const state = { isAway: false }
  const away = { service: "redis", operation: "clock.time", reason: "timeout", detail: "" } as const
  const redis = RedisConnection.of({
    configured: true,
    run: <A>() =>
      Effect.gen(function* () {
        yield* Effect.sleep(answersAfterMs / 2)
        const ms = right.currentTimeMillisUnsafe() + aheadMs
        yield* Effect.sleep(answersAfterMs / 2)
        if (state.isAway) return yield* new ConnectionError(away)
        return [`${Math.floor(ms / 1_000)}`, `${(ms % 1_000) * 1_000}`] as A
      }),
  })
  const layer = StoreClock.layer.pipe(
    Layer.provide([Layer.succeed(RedisConnection, redis), Layer.succeed(Clock.Clock, own)]),
  )
  const { clock, synchronize } = Context.get(yield* Layer.build(layer), StoreClock)
  /** Milliseconds by which it is ahead of the right time. */
  const ahead = Effect.sync(() => clock.currentTimeMillisUnsafe() - right.currentTimeMillisUnsafe())
  return { ahead, state, step, synchronize }
})

describe("the time of Redis", () => {
  it.effect("is this machine's until Redis has told it, and then goes on by itself", () =>
    Effect.gen(function* () {
      const { ahead, step, synchronize } = yield* overRedis(5_000)
      assert.strictEqual(yield* ahead, 0)
      yield* synchronize
      assert.strictEqual(yield* ahead, 5_000)
      // Within a pass, too, in which nobody asks.
      step(2 * hour)
      yield* TestClock.adjust(60_000)
      assert.strictEqual(yield* ahead, 5_000)
      step(-5 * hour)
      assert.strictEqual(yield* ahead, 5_000)
    }).pipe(Effect.scoped),
  )

  it.effect("was read in the middle of a slow answer", () =>
    Effect.gen(function* () {
      const { ahead, synchronize } = yield* overRedis(5_000, 800)
      const telling = yield* Effect.forkChild(synchronize, { startImmediately: true })
      yield* TestClock.adjust(400)
      yield* TestClock.adjust(400)
      yield* Fiber.join(telling)
      assert.strictEqual(yield* ahead, 5_000)
    }).pipe(Effect.scoped),
  )

  it.effect("goes on from what was known while Redis does not answer", () =>
    Effect.gen(function* () {
      const { ahead, state, synchronize } = yield* overRedis(5_000)
      yield* synchronize
      state.isAway = true
      yield* TestClock.adjust(60_000)
      yield* synchronize
      assert.strictEqual(yield* ahead, 5_000)
    }).pipe(Effect.scoped),
  )
})
