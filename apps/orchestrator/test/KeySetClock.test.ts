/** An issuer's keys while the machine's clock is set back: they are read as often as before. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { makeKeySet } from "../src/identity/KeySet.ts"

const issuer = () => {
  const state = { reads: 0 }
  const read = Effect.sync(() => {
    state.reads += 1
    return '{"keys":[]}'
  })
  return { state, read }
}

describe("after the clock was set back by an hour", () => {
  it.effect("keys are read again when they are a minute old", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("2 hours")
      const { read, state } = issuer()
      const keys = yield* makeKeySet(read)
      yield* keys.current
      yield* TestClock.setTime(3_600_000)
      yield* TestClock.adjust("61 seconds")
      yield* keys.current
      assert.strictEqual(state.reads, 2)
    }),
  )

  it.effect("an unknown key waits for no longer than two seconds", () =>
    Effect.gen(function* () {
      yield* TestClock.adjust("2 hours")
      const { read, state } = issuer()
      const keys = yield* makeKeySet(read)
      const seen = yield* keys.current
      yield* TestClock.setTime(3_600_000)
      const asked = yield* Effect.forkChild(keys.newerThan(seen), { startImmediately: true })
      yield* TestClock.adjust("2 seconds")
      assert.isDefined(asked.pollUnsafe())
      yield* Fiber.join(asked)
      assert.strictEqual(state.reads, 2)
    }),
  )
})
