import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { repeatForever } from "../src/index.ts"

describe("repeatForever work", () => {
  it.effect("goes on a second after a round that died, and ends when it is interrupted", () =>
    Effect.gen(function* () {
      let rounds = 0
      const fiber = yield* Effect.sync(() => {
        rounds += 1
        if (rounds === 2) throw new Error("a fault of ours")
      }).pipe(Effect.andThen(Effect.sleep(100)), repeatForever("counting"), Effect.forkChild)
      yield* TestClock.adjust(100)
      assert.strictEqual(rounds, 2)
      yield* TestClock.adjust(999)
      assert.strictEqual(rounds, 2)
      yield* TestClock.adjust(1)
      assert.strictEqual(rounds, 3)
      yield* Fiber.interrupt(fiber)
      yield* TestClock.adjust(10_000)
      assert.strictEqual(rounds, 3)
    }),
  )
})
