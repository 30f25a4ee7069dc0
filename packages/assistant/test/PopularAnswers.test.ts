/** Rounds of bringing near, over a Redis and answers of the test's own. */
import { assert, describe, it } from "@effect/vitest"
import { RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { CachedAnswers } from "../src/CachedAnswer.ts"
import { PopularAnswers } from "../src/PopularAnswers.ts"

const unused = (): never => {
  throw new Error("nobody asks for it here")
}

describe("bringing near", () => {
  it.effect("goes on after a round that broke", () =>
    Effect.gen(function* () {
      let isBroken = true
      const ports = Layer.mergeAll(
        Layer.mock(RedisConnection, {
          configured: true,
          run: () => Effect.succeed<never>('["one"]' as never),
        }),
        Layer.mock(CachedAnswers, {
          peek: () => undefined,
          counters: () => unused(),
          bringNear: () =>
            isBroken ? Effect.die(new Error("a fault of ours")) : Effect.succeed(true),
        }),
      )
      const context = yield* Layer.build(PopularAnswers.layer.pipe(Layer.provide(ports)))
      const { counters } = Context.get(context, PopularAnswers)
      yield* TestClock.adjust(20_000)
      assert.deepStrictEqual(counters(), { listed: 0, near: 0 })
      isBroken = false
      yield* TestClock.adjust(1_000)
      assert.deepStrictEqual(counters(), { listed: 1, near: 1 })
    }),
  )
})
