/** Customers first: the worker waits while they keep the model busy, and not for ever. By TestClock. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { makeCustomerPriority, CustomerLoad, type Load } from "../src/spending/CustomerPriority.ts"

const over = (load: Load) => {
  const state = { load, reads: 0 }
  const read = Effect.sync(() => {
    state.reads += 1
    return state.load
  })
  return { state, priority: makeCustomerPriority(CustomerLoad.of({ read }), 10) }
}

describe("before a question", () => {
  it.effect("nothing is waited for while the model has room", () =>
    Effect.gen(function* () {
      const { priority, state } = over({ running: 10, refused: 0 })
      for (let question = 0; question < 100; question += 1) assert.isTrue(yield* priority.go)
      assert.strictEqual(priority.waitedMs(), 0)
      assert.strictEqual(state.reads, 100)
    }),
  )

  it.effect("the worker waits until customers need the model less", () =>
    Effect.gen(function* () {
      const { priority, state } = over({ running: 11, refused: 0 })
      const waiting = yield* Effect.forkChild(priority.go, { startImmediately: true })
      yield* TestClock.adjust(3_000)
      assert.isUndefined(waiting.pollUnsafe())
      state.load = { running: 2, refused: 0 }
      yield* TestClock.adjust(250)
      assert.isTrue(yield* Fiber.join(waiting))
    }),
  )

  it.effect("a refusal of a customer is remembered for ten seconds", () =>
    Effect.gen(function* () {
      const { priority, state } = over({ running: 1, refused: 1 })
      const waiting = yield* Effect.forkChild(priority.go, { startImmediately: true })
      yield* TestClock.adjust(250)
      state.load = { running: 1, refused: 0 }
      yield* TestClock.adjust(9_500)
      assert.isUndefined(waiting.pollUnsafe())
      yield* TestClock.adjust(750)
      assert.isTrue(yield* Fiber.join(waiting))
    }),
  )

  it.effect("one question goes ahead every 15 s, however many wait; after a minute none", () =>
    Effect.gen(function* () {
      const { priority } = over({ running: 99, refused: 0 })
      const gone: Array<boolean> = []
      const ask = Effect.map(priority.go, (may) => gone.push(may))
      for (let worker = 0; worker < 50; worker += 1) {
        yield* Effect.forkChild(ask, { startImmediately: true })
      }
      yield* TestClock.adjust(14_000)
      assert.lengthOf(gone, 0)
      yield* TestClock.adjust(32_000)
      assert.deepStrictEqual(gone, [true, true, true])
      yield* TestClock.adjust(20_000)
      assert.lengthOf(gone, 50)
      assert.isAtMost(gone.filter(Boolean).length, 4)
      assert.isAtMost(priority.waitedMs(), 60_000)
    }),
  )
})

it.effect("a clock that is set back makes no question wait longer", () =>
  Effect.gen(function* () {
    yield* TestClock.adjust("2 hours")
    const { priority, state } = over({ running: 1, refused: 1 })
    const refused = yield* Effect.forkChild(priority.go, { startImmediately: true })
    state.load = { running: 1, refused: 0 }
    yield* TestClock.adjust("11 seconds")
    assert.isTrue(yield* Fiber.join(refused))
    state.load = { running: 1, refused: 1 }
    const again = yield* Effect.forkChild(priority.go, { startImmediately: true })
    yield* Fiber.interrupt(again)
    state.load = { running: 1, refused: 0 }
    yield* TestClock.setTime(3_600_000)
    yield* TestClock.adjust("11 seconds")
    const waitedMs = priority.waitedMs()
    const asked = yield* Effect.forkChild(priority.go, { startImmediately: true })
    yield* TestClock.adjust(0)
    assert.isTrue(yield* Fiber.join(asked))
    assert.strictEqual(priority.waitedMs(), waitedMs)
  }),
)
