/** What of a turn is sent to Redis to be counted, and how often: seen at the connection's scripts. */
import { assert, it } from "@effect/vitest"
import { ConnectionError, RedisConnection } from "@manga-assist/connections"
import { Context, Effect, Fiber, Latch, Layer } from "effect"
import { TestClock } from "effect/testing"
import { QuestionCounts } from "../src/answers/demand/QuestionCounts.ts"
import { read } from "./demoShop.ts"

const opened = Effect.gen(function* () {
  const batches: Array<number> = []
  const state = { isUp: true, answer: Effect.void }
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
        yield* state.answer
        return yield* Effect.promise(() => call(client as never))
      }),
  })
  const context = yield* Layer.build(QuestionCounts.layer.pipe(Layer.provide(redis)))
  const demand = Context.get(context, QuestionCounts)
  const ask = (session: string, text: string) =>
    demand.observe({ session, question: read(text, "en"), firstContentMs: 1 })
  return { ask, batches, demand, state }
})

it.effect("a question of a session is sent once an hour, however often it is asked", () =>
  Effect.gen(function* () {
    const { ask, batches, demand } = yield* opened
    for (let n = 0; n < 10; n += 1) ask("s-1", "What's trending?")
    ask("s-2", "What's trending?")
    ask("s-1", "Who wrote Vagabond?")
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

it.effect("a session may add thirty questions an hour, and is noisy beyond", () =>
  Effect.gen(function* () {
    const { ask, batches, demand } = yield* opened
    for (let volume = 1; volume <= 50; volume += 1) {
      ask("s-1", `Is volume ${volume} of One Piece in stock?`)
    }
    ask("s-2", "What's trending?")
    yield* demand.flush
    assert.deepStrictEqual(batches, [31])
    assert.deepInclude(demand.counters(), { observed: 51, noisy: 20, private: 0 })
    yield* TestClock.adjust("1 hour")
    ask("s-1", "What's trending?")
    yield* demand.flush
    assert.deepStrictEqual(batches, [31, 1])
  }),
)

it.effect("what Redis did not take waits for it, and a session still counts once", () =>
  Effect.gen(function* () {
    const { ask, batches, demand, state } = yield* opened
    state.isUp = false
    ask("s-1", "What's trending?")
    yield* demand.flush
    ask("s-1", "What's trending?")
    ask("s-2", "What's trending?")
    yield* demand.flush
    state.isUp = true
    yield* demand.flush
    assert.deepStrictEqual(batches, [2])
    yield* demand.flush
    assert.deepStrictEqual(batches, [2])
    assert.deepInclude(demand.counters(), { observed: 3, dropped: 0 })
  }),
)

it.effect("while Redis is away for long, what is beyond the bound is lost until asked again", () =>
  Effect.gen(function* () {
    const { ask, batches, demand, state } = yield* opened
    state.isUp = false
    for (let n = 0; n < 1_500; n += 1) ask(`early-${n}`, "What's trending?")
    yield* demand.flush
    for (let n = 0; n < 1_500; n += 1) ask(`late-${n}`, "What's trending?")
    yield* demand.flush
    assert.strictEqual(demand.counters().dropped, 1_000)
    state.isUp = true
    yield* demand.flush
    for (let n = 0; n < 1_500; n += 1) ask(`late-${n}`, "What's trending?")
    yield* demand.flush
    const sent = batches.reduce((sum, size) => sum + size, 0)
    assert.strictEqual(sent, 3_000)
  }),
)

it.effect("a flush waits for the one under way, whose observations it does not have", () =>
  Effect.gen(function* () {
    const { ask, batches, demand, state } = yield* opened
    const answer = Latch.makeUnsafe()
    state.answer = answer.await
    ask("s-1", "What's trending?")
    yield* Effect.forkChild(demand.flush, { startImmediately: true })
    const second = yield* Effect.forkChild(demand.flush, { startImmediately: true })
    yield* TestClock.adjust("100 millis")
    assert.isUndefined(second.pollUnsafe())
    yield* answer.open
    yield* Fiber.join(second)
    assert.deepStrictEqual(batches, [1])
  }),
)
