/** Rounds of bringing near, over a Redis and answers of the test's own. */
import { assert, describe, it } from "@effect/vitest"
import { ConnectionError, RedisConnection } from "@manga-assist/connections"
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

  it.effect(
    "keeps to the places told last while they cannot be read, and counts what is near",
    () =>
      Effect.gen(function* () {
        let isAway = false
        let isStanding = true
        const asked: Array<string> = []
        const ports = Layer.mergeAll(
          Layer.mock(RedisConnection, {
            configured: true,
            run: (operation) =>
              isAway
                ? Effect.fail(
                    new ConnectionError({
                      service: "redis",
                      operation,
                      reason: "refused",
                      detail: "",
                    }),
                  )
                : Effect.succeed<never>('["one","two"]' as never),
          }),
          Layer.mock(CachedAnswers, {
            peek: () => undefined,
            counters: () => unused(),
            bringNear: (place) =>
              Effect.sync(() => {
                asked.push(place)
                return isStanding
              }),
          }),
        )
        const context = yield* Layer.build(PopularAnswers.layer.pipe(Layer.provide(ports)))
        const { counters } = Context.get(context, PopularAnswers)
        yield* TestClock.adjust(0)
        assert.deepStrictEqual(counters(), { listed: 2, near: 2 })
        isAway = true
        yield* TestClock.adjust(15_000)
        assert.deepStrictEqual(asked, ["one", "two", "one", "two"])
        // What is in memory serves nobody while changes may go unheard.
        isStanding = false
        yield* TestClock.adjust(15_000)
        assert.deepStrictEqual(counters(), { listed: 2, near: 0 })
      }),
  )
})
