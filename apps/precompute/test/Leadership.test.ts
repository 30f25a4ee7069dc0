/** A leader that is cut off from the lock, or whose lock another one took, by TestClock. */
import { ConnectionError, RedisConnection } from "@manga-assist/connections"
import { assert, describe, it } from "@effect/vitest"
import { Clock, Context, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { Leadership } from "../src/Leadership.ts"
import { steppedClock } from "./fixtures/steppedClock.ts"

/** Answers by the name of the operation; what the scripts do is tested on a real Redis. */
const cutOff = Effect.fnUntraced(function* (clock?: Clock.Clock) {
  const state = { isCut: false, acquired: "7", prolonged: 1, asked: [] as Array<string> }
  const failure = new ConnectionError({
    service: "redis",
    operation: "test",
    reason: "timeout",
    detail: "",
  })
  const answers: Record<string, () => unknown> = {
    "leader.acquire": () => state.acquired,
    "leader.prolong": () => state.prolonged,
  }
  const redis = RedisConnection.of({
    configured: true,
    run: <A>(operation: string) =>
      Effect.suspend(() => {
        state.asked.push(operation)
        return state.isCut ? Effect.fail(failure) : Effect.succeed(answers[operation]?.() as A)
      }),
  })
  const layer = Leadership.layer.pipe(
    Layer.provide(Layer.succeed(RedisConnection, redis)),
    Layer.provide(clock === undefined ? Layer.empty : Layer.succeed(Clock.Clock, clock)),
  )
  return { state, leadership: Context.get(yield* Layer.build(layer), Leadership) }
})

describe("a leader", () => {
  it.effect("keeps its lead while the lock is prolonged, and under its number", () =>
    Effect.gen(function* () {
      const { leadership } = yield* cutOff()
      const term = yield* leadership.term
      yield* TestClock.adjust(600_000)
      assert.strictEqual(leadership.current(), term)
      assert.strictEqual(term.number, 7)
    }).pipe(Effect.scoped),
  )

  it.effect("that is cut off believes so only as long as its lock can live", () =>
    Effect.gen(function* () {
      const { leadership, state } = yield* cutOff()
      const { lost } = yield* leadership.term
      const waiting = yield* Effect.forkChild(lost, { startImmediately: true })
      state.isCut = true
      yield* TestClock.adjust(2_500)
      assert.isDefined(leadership.current())
      yield* TestClock.adjust(3_500)
      assert.isUndefined(leadership.current())
      yield* Fiber.join(waiting)
    }).pipe(Effect.scoped),
  )

  it.effect("is told from a lock that cannot be asked", () =>
    Effect.gen(function* () {
      const { leadership, state } = yield* cutOff()
      Object.assign(state, { prolonged: 0, acquired: "0" })
      yield* TestClock.adjust(1_500)
      assert.isUndefined(leadership.current())
      assert.isUndefined(leadership.trouble())
      state.isCut = true
      yield* TestClock.adjust(1_500)
      assert.strictEqual(leadership.trouble()?.reason, "store")
      Object.assign(state, { isCut: false, prolonged: 1, acquired: "9" })
      yield* TestClock.adjust(1_500)
      assert.isUndefined(leadership.trouble())
      assert.isDefined(leadership.current())
    }).pipe(Effect.scoped),
  )

  it.effect(
    "whose lock another took knows at the next heartbeat, and leads again under a new number",
    () =>
      Effect.gen(function* () {
        const { leadership, state } = yield* cutOff()
        const first = yield* leadership.term
        Object.assign(state, { prolonged: 0, acquired: "0" })
        yield* TestClock.adjust(1_500)
        yield* first.lost
        assert.isUndefined(leadership.current())
        Object.assign(state, { prolonged: 1, acquired: "9" })
        yield* TestClock.adjust(1_500)
        assert.strictEqual((yield* leadership.term).number, 9)
      }).pipe(Effect.scoped),
  )

  it.effect.each([3_600_000, -3_600_000])(
    "that is cut off while its machine's clock steps by %i ms believes so no longer and no shorter",
    (stepMs) =>
      Effect.gen(function* () {
        const { clock, step } = steppedClock(yield* Clock.Clock)
        const { leadership, state } = yield* cutOff(clock)
        yield* leadership.term
        state.isCut = true
        step(stepMs)
        yield* TestClock.adjust(2_500)
        assert.isDefined(leadership.current())
        yield* TestClock.adjust(3_500)
        assert.isUndefined(leadership.current())
      }).pipe(Effect.scoped),
  )

  it.effect("gives the lock back when it stops", () =>
    Effect.gen(function* () {
      const { state } = yield* Effect.scoped(cutOff())
      assert.strictEqual(state.asked.at(-1), "leader.release")
    }),
  )

  it.effect("does not lead while Redis cannot be asked, and does when it can", () =>
    Effect.gen(function* () {
      const { leadership, state } = yield* cutOff()
      Object.assign(state, { isCut: true })
      yield* TestClock.adjust(10_000)
      assert.isUndefined(leadership.current())
      Object.assign(state, { isCut: false })
      yield* TestClock.adjust(1_500)
      assert.isDefined(leadership.current())
    }).pipe(Effect.scoped),
  )
})
