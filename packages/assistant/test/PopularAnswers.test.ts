/** Rounds of warming, over a Redis and answers of the test's own. */
import { assert, describe, it } from "@effect/vitest"
import { ConnectionError, RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { PopularAnswers } from "../src/answers/PopularAnswers.ts"

const unused = (): never => {
  throw new Error("nobody asks for it here")
}

/** `places`: what the worker told; nothing: Redis is away. */
const opened = Effect.fnUntraced(function* (
  places: () => ReadonlyArray<string> | undefined,
  warm: (place: string) => boolean,
) {
  const ports = Layer.mergeAll(
    Layer.mock(RedisConnection, {
      configured: true,
      run: (operation) =>
        Effect.suspend(() => {
          const told = places()
          const refused = { service: "redis", operation, reason: "refused", detail: "" } as const
          return told === undefined
            ? Effect.fail(new ConnectionError(refused))
            : // The one command of this module gives a text, whatever the port's own type variable is.
              Effect.succeed<never>(
                JSON.stringify(told.map((place) => ({ place, question: place }))) as never,
              )
        }),
    }),
    Layer.mock(CachedAnswers, {
      findInMemory: () => undefined,
      counters: () => unused(),
      warm: (place) => Effect.sync(() => warm(place)),
    }),
  )
  const context = yield* Layer.build(PopularAnswers.layer.pipe(Layer.provide(ports)))
  return Context.get(context, PopularAnswers)
})

describe("warming", () => {
  it.effect("goes on after a round that broke", () =>
    Effect.gen(function* () {
      let isBroken = true
      const { counters } = yield* opened(
        () => ["one"],
        () => {
          if (isBroken) throw new Error("a fault of ours")
          return true
        },
      )
      yield* TestClock.adjust(20_000)
      assert.deepStrictEqual(counters(), { listed: 0, warm: 0 })
      isBroken = false
      yield* TestClock.adjust(1_000)
      assert.deepStrictEqual(counters(), { listed: 1, warm: 1 })
    }),
  )

  it.effect(
    "keeps to the places told last while they cannot be read, and counts what is warm",
    () =>
      Effect.gen(function* () {
        let isAway = false
        let isStanding = true
        const asked: Array<string> = []
        const { counters } = yield* opened(
          () => (isAway ? undefined : ["one", "two"]),
          (place) => {
            asked.push(place)
            return isStanding
          },
        )
        yield* TestClock.adjust(0)
        assert.deepStrictEqual(counters(), { listed: 2, warm: 2 })
        isAway = true
        yield* TestClock.adjust(15_000)
        assert.deepStrictEqual(asked, ["one", "two", "one", "two"])
        // What is in memory serves nobody while changes may go unheard.
        isStanding = false
        yield* TestClock.adjust(15_000)
        assert.deepStrictEqual(counters(), { listed: 2, warm: 0 })
      }),
  )
})
