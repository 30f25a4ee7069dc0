/** What of a turn is sent to Redis to be counted, and how often: seen at the connection's scripts. */
import { assert, it } from "@effect/vitest"
import { ConnectionError, RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { DemandCounts } from "../src/DemandCounts.ts"
import { lexicon } from "../src/StoreLexicon.ts"
import { understand } from "../src/understanding/Understand.ts"

const opened = Effect.gen(function* () {
  const batches: Array<number> = []
  const state = { isUp: true }
  const redis = Layer.mock(RedisConnection, {
    configured: true,
    run: (operation, _deadlineMs, call) =>
      Effect.gen(function* () {
        if (!state.isUp) {
          const down = { service: "redis", operation, reason: "refused", detail: "" } as const
          return yield* Effect.fail(new ConnectionError(down))
        }
        const client = {
          set: () => Promise.resolve("OK"),
          get: () => Promise.resolve("key of the day"),
          // The script, three keys, five settings; then a pair for each observation.
          eval: (...parameters: ReadonlyArray<unknown>) => {
            if (operation === "demand.count") batches.push((parameters.length - 10) / 2)
            return Promise.resolve([])
          },
        }
        return yield* Effect.promise(() => call(client as never))
      }),
  })
  const context = yield* Layer.build(DemandCounts.layer.pipe(Layer.provide(redis)))
  const demand = Context.get(context, DemandCounts)
  const ask = (session: string, text: string) =>
    demand.observe({ session, question: understand(text, "en", lexicon), firstContentMs: 1 })
  return { ask, batches, demand, state }
})

it.effect("a question of a session is sent once an hour, however often it is asked", () =>
  Effect.gen(function* () {
    const { ask, batches, demand } = yield* opened
    for (let n = 0; n < 10; n += 1) ask("s-1", "What's trending?")
    ask("s-2", "What's trending?")
    ask("s-1", "What is your return policy?")
    yield* demand.flush
    ask("s-1", "What's trending?")
    yield* demand.flush
    assert.deepStrictEqual(batches, [3])
    yield* TestClock.adjust("1 hour")
    ask("s-1", "What's trending?")
    yield* demand.flush
    assert.deepStrictEqual(batches, [3, 1])
    assert.deepInclude(demand.counters(), { observed: 14, dropped: 0, noisy: 0 })
  }),
)

it.effect("what Redis did not take is sent when it is asked again", () =>
  Effect.gen(function* () {
    const { ask, batches, demand, state } = yield* opened
    state.isUp = false
    ask("s-1", "What's trending?")
    yield* demand.flush
    assert.deepInclude(demand.counters(), { observed: 1, dropped: 1 })
    state.isUp = true
    yield* demand.flush
    assert.deepStrictEqual(batches, [])
    ask("s-1", "What's trending?")
    yield* demand.flush
    assert.deepStrictEqual(batches, [1])
  }),
)
