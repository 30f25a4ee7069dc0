/** Turns whose model is silent for longer than it mostly is: who is asked beside, who answers, and who pays. */
import { assert, describe, it } from "@effect/vitest"
import { catalogueDate } from "@manga-assist/catalogue"
import { Effect, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { ModelBudget } from "../../src/budget/ModelBudget.ts"
import { HedgedCalls } from "../../src/hedge/HedgedCalls.ts"
import type { Script } from "../scriptedStore.ts"
import { asked, begin, type Begun, callOf, driven, until, wish } from "../turn/lookingTurn.ts"

const easy = "Tell me about Vinland Saga"
/** Its call is shared with all who ask the same, that of the other one is not. */
const hard = "Compare Vinland Saga with One Piece"
const hardAlone = "Recommend a seinen manga about Vikings and compare it with One Piece"
const usualMs = 200

const store = (environment: Readonly<Record<string, string>> = {}, script: Script = {}) =>
  driven({
    ...script,
    environment: { HEDGED_FIRST_TOKEN: "on", TOOLS: "off", ...environment },
  })
type Calls = ReturnType<typeof driven>["calls"]

/** As many turns as it takes to know how long the model of this question is mostly silent. */
const learn = Effect.fnUntraced(function* (calls: Calls, text: string, times = 20) {
  for (let time = 0; time < times; time += 1) {
    const { first, turn } = yield* asked(calls, text, { session: `l-${time}` })
    yield* TestClock.adjust(usualMs)
    first.say("Known.")
    yield* first.stop("end_turn")
    yield* turn.end
  }
})

/** A turn whose model has been silent for as long as it mostly is, and its two calls. */
const silent = Effect.fnUntraced(function* (
  calls: Calls,
  text: string,
  more: Parameters<typeof begin>[1] = {},
) {
  const before = calls.length
  const { first, turn } = yield* asked(calls, text, more)
  yield* TestClock.adjust(usualMs)
  return { first, turn, beside: yield* callOf(calls, before + 2) }
})

const stagesOf = (turn: Begun) =>
  Effect.map(turn.end, ({ timeline }) =>
    Object.fromEntries(
      timeline
        .filter(({ stage }) => stage === "model" || stage === "hedge")
        .map(({ outcome, stage }) => [stage, outcome]),
    ),
  )
const within =
  (now: number) =>
  <A, E, R>(test: Effect.Effect<A, E, R>) =>
    Effect.andThen(TestClock.setTime(now), test)
const counts = Effect.map(HedgedCalls, (hedges) => hedges.counters())

describe("a model that is silent for longer than it mostly is", () => {
  it.effect("is waited for alone while the setting is off", () => {
    const { calls, layer } = store({ HEDGED_FIRST_TOKEN: "off" })
    return Effect.gen(function* () {
      yield* learn(calls, easy)
      const { first, turn } = yield* asked(calls, easy)
      yield* TestClock.adjust(600)
      assert.lengthOf(calls, 21)
      first.say("Late.")
      yield* first.stop("end_turn")
      assert.deepStrictEqual(yield* stagesOf(turn), { model: "ok" })
    }).pipe(Effect.provide(layer))
  })

  it.effect("is waited for alone while too little is known of it", () => {
    const { calls, layer } = store()
    return Effect.gen(function* () {
      yield* learn(calls, easy, 19)
      const { turn } = yield* asked(calls, easy)
      yield* TestClock.adjust(600)
      assert.lengthOf(calls, 20)
      yield* Fiber.interrupt(turn.fiber)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is waited for alone while it is no longer silent than that", () => {
    const { calls, layer } = store()
    return Effect.gen(function* () {
      yield* learn(calls, easy)
      const { first, turn } = yield* asked(calls, easy)
      yield* TestClock.adjust(usualMs - 1)
      first.say("In time.")
      yield* TestClock.adjust(1_000)
      yield* first.stop("end_turn")
      assert.deepStrictEqual(yield* stagesOf(turn), { model: "ok" })
      assert.lengthOf(calls, 21)
      assert.strictEqual((yield* counts).started, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("of a simple question is asked once more, and the answer is kept as any other", () => {
    const { calls, layer, seen } = store()
    return Effect.gen(function* () {
      yield* learn(calls, easy)
      const { beside, first, turn } = yield* silent(calls, easy)
      assert.strictEqual(beside.modelId, first.modelId)
      assert.strictEqual(beside.prompt, first.prompt)
      beside.say("Beside.")
      yield* beside.stop("end_turn")
      const { degraded, model } = yield* turn.end
      assert.strictEqual(turn.said(), "Beside.")
      assert.deepStrictEqual(degraded, [])
      assert.include(model, "haiku")
      assert.deepStrictEqual(yield* stagesOf(turn), { model: "outrun", hedge: "ok" })
      assert.lengthOf(seen.recorded.answers, 21)
      assert.deepStrictEqual(yield* counts, { started: 1, won: 1, lost: 0, refused: 0 })
    }).pipe(Effect.provide(layer))
  })

  it.effect(
    "of a hard question has the smaller one beside, whose answer says so and is not kept",
    () => {
      const { calls, layer, seen } = store()
      return Effect.gen(function* () {
        yield* learn(calls, hard)
        const kept = seen.recorded.answers.length
        const { beside, first, turn } = yield* silent(calls, hard)
        assert.include(first.modelId, "sonnet")
        assert.include(beside.modelId, "haiku")
        beside.say("Smaller.")
        yield* beside.stop("end_turn")
        const { degraded, model } = yield* turn.end
        assert.deepStrictEqual(degraded, ["model-fallback"])
        assert.include(model, "haiku")
        assert.lengthOf(seen.recorded.answers, kept)
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect.each([hard, hardAlone])(
    "is heard where it speaks before the other after all: %s",
    (text) => {
      const { calls, layer } = store()
      return Effect.gen(function* () {
        yield* learn(calls, text)
        const { beside, first, turn } = yield* silent(calls, text)
        first.say("Larger.")
        yield* first.stop("end_turn")
        const { degraded, model } = yield* turn.end
        assert.deepStrictEqual(degraded, [])
        assert.include(model, "sonnet")
        assert.isTrue(beside.cancelled())
        assert.deepStrictEqual(yield* stagesOf(turn), { model: "ok", hedge: "outrun" })
        assert.deepStrictEqual(yield* counts, { started: 1, won: 0, lost: 1, refused: 0 })
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect.each([hard, hardAlone])(
    "and the other as well: no third call, the store's own words: %s",
    (text) => {
      const { calls, layer } = store()
      return Effect.gen(function* () {
        yield* learn(calls, text)
        const { turn } = yield* silent(calls, text)
        yield* TestClock.adjust(2_000)
        const { degraded, source } = yield* turn.end
        assert.strictEqual(source, "catalogue")
        assert.include(degraded, "catalogue-answer")
        assert.lengthOf(calls, 22)
        assert.deepStrictEqual(yield* stagesOf(turn), {
          model: "first-token-timeout",
          hedge: "first-token-timeout",
        })
        assert.strictEqual((yield* counts).lost, 1)
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect.each([hard, hardAlone])(
    "leaves the other the time that is left, where nobody else asks: %s",
    (text) => {
      const { calls, layer } = store()
      return Effect.gen(function* () {
        yield* learn(calls, text)
        const { beside, turn } = yield* silent(calls, text)
        // Longer than what the ladder gives the first model.
        yield* TestClock.adjust(1_500)
        beside.say("Late.")
        yield* beside.stop("end_turn")
        assert.strictEqual((yield* turn.end).source, "model")
        assert.strictEqual(turn.said(), "Late.")
        assert.lengthOf(calls, 22)
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("has none beside it where the time left does not suffice", () => {
    const { calls, layer } = store()
    return Effect.gen(function* () {
      yield* learn(calls, hard)
      const { turn } = yield* asked(calls, hard, { leftMs: 620 })
      yield* TestClock.adjust(usualMs)
      assert.lengthOf(calls, 21)
      yield* Fiber.interrupt(turn.fiber)
    }).pipe(Effect.provide(layer))
  })

  it.effect("has none beside it where the budget does not suffice, and is still heard", () => {
    const { calls, layer } = store({ BEDROCK_QUOTA_SIMPLE: "100" })
    return Effect.gen(function* () {
      yield* learn(calls, hard)
      const { first, turn } = yield* asked(calls, hard)
      yield* TestClock.adjust(usualMs)
      assert.lengthOf(calls, 21)
      first.say("Larger.")
      yield* first.stop("end_turn")
      yield* turn.end
      assert.strictEqual((yield* counts).started, 0)
      assert.strictEqual((yield* ModelBudget).state().spent.customer.refused, 1)
      // Budgets are shared twice a second, from their beginning on.
    }).pipe(Effect.provide(layer), within(Date.parse(catalogueDate)))
  })

  it.effect("costs what both calls do: the one that was reset all that it may", () => {
    const { calls, layer } = store()
    return Effect.gen(function* () {
      yield* learn(calls, easy)
      const spent = Effect.map(ModelBudget, (budget) => budget.state().spent.customer.tokens)
      const before = yield* spent
      const { beside, turn } = yield* silent(calls, easy)
      beside.say("Beside.")
      yield* beside.stop("end_turn")
      const { usage } = yield* turn.end
      assert.strictEqual(usage?.inputTokens, 100)
      assert.isAbove((yield* spent) - before, 110 + 400)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is reset with the other where the customer leaves", () => {
    const { calls, layer } = store()
    return Effect.gen(function* () {
      yield* learn(calls, easy)
      const { beside, first, turn } = yield* silent(calls, easy)
      yield* Fiber.interrupt(turn.fiber)
      assert.isTrue(first.cancelled() && beside.cancelled())
      assert.deepStrictEqual(yield* counts, { started: 1, won: 0, lost: 1, refused: 0 })
    }).pipe(Effect.provide(layer))
  })

  it.effect("has fewer beside it than the share allows", () => {
    const { calls, layer } = store({ HEDGED_FIRST_TOKEN_PERCENT: "0" })
    return Effect.gen(function* () {
      yield* learn(calls, easy)
      for (let time = 0; time < 8; time += 1) {
        const { turn } = yield* asked(calls, easy, { session: `c-${time}` })
        yield* TestClock.adjust(usualMs)
        yield* Fiber.interrupt(turn.fiber)
      }
      const { refused, started } = yield* counts
      assert.deepStrictEqual({ refused, started }, { refused: 2, started: 6 })
      assert.lengthOf(calls, 20 + 8 + 6)
    }).pipe(Effect.provide(layer))
  })
})

describe("a call beside a shared one", () => {
  it.effect("is one for all, and all are told who spoke", () => {
    const { calls, layer } = store()
    return Effect.gen(function* () {
      yield* learn(calls, hard)
      const { turn: leader } = yield* asked(calls, hard, { session: "leader" })
      const followers = yield* Effect.forEach(["f-1", "f-2", "f-3"], (session) =>
        begin(hard, { session }),
      )
      yield* until(
        () => followers.every(({ types }) => types().includes("model-start")),
        "all have asked",
      )
      yield* TestClock.adjust(usualMs)
      const beside = yield* callOf(calls, 22)
      beside.say("Smaller.")
      yield* beside.stop("end_turn")
      for (const turn of [leader, ...followers]) {
        const { degraded, model } = yield* turn.end
        assert.strictEqual(turn.said(), "Smaller.")
        assert.include(model, "haiku")
        assert.deepStrictEqual(degraded, ["model-fallback"])
      }
      assert.lengthOf(calls, 22)
      assert.strictEqual((yield* counts).started, 1)
    }).pipe(Effect.provide(layer))
  })
})

describe("a call that may use tools", () => {
  it.effect("has another beside it that may as well, and the use of one is a first word", () => {
    const { calls, layer } = store({ TOOLS: "on" })
    return Effect.gen(function* () {
      yield* learn(calls, wish)
      const { beside, first, turn } = yield* silent(calls, wish)
      assert.isDefined(beside.request.fields?.toolConfig)
      beside.use("find_products", { kind: "series", genres: ["comedy"] })
      yield* Effect.yieldNow
      assert.isTrue(first.cancelled())
      yield* beside.stop("tool_use")
      const writer = yield* callOf(calls, 23)
      yield* TestClock.adjust(usualMs + 200)
      assert.lengthOf(calls, 23)
      writer.say("Found.")
      yield* writer.stop("end_turn")
      assert.strictEqual((yield* turn.end).source, "model")
      assert.strictEqual((yield* counts).started, 1)
    }).pipe(Effect.provide(layer))
  })
})
