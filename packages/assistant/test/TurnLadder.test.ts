/** Each rung of the ladder over the whole turn, on a clock of its own: that it is taken, and only then. */
import { assert, describe, it } from "@effect/vitest"
import { products } from "@manga-assist/catalogue"
import { Clock, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { figureOf } from "../src/products/Figure.ts"
import { cacheKeyOf } from "../src/answers/ShareKey.ts"
import { TurnClock } from "../src/turn/TurnClock.ts"
import type { TurnEvent } from "../src/turn/TurnEvent.ts"
import { read } from "./demoShop.ts"
import { ask, type Script, scriptedStore } from "./scriptedStore.ts"

/** A hard question, which the larger model answers when there is time. */
const hard = "Recommend a seinen manga about Vikings and compare it with One Piece"
/** A hard one that is everybody's: its products are searched, where records would tell them. */
const compared = "Compare Vinland Saga with One Piece"
const about = "Tell me about Vinland Saga"
const nothingKnown = "Tell me a joke about the weather"
const spoken = { say: ["It fits."], end: "end_turn" } as const

/** The scripted store on the test clock: what its parts wait for and what the ledger counts are one time. */
const timed = (script: Script) => {
  const { layer, seen } = scriptedStore(script)
  const clock = Layer.effect(
    TurnClock,
    Effect.map(Clock.Clock, (each) => () => each.currentTimeMillisUnsafe()),
  )
  return { seen, layer: Layer.provide(layer, clock) }
}

let sessions = 0

/** Runs one turn of a new session while time passes; its events and how long it took, to 5 ms. */
const timeOf = (text: string, agoMs = 0) =>
  Effect.gen(function* () {
    const startedAt = yield* Clock.currentTimeMillis
    sessions += 1
    const asked = { arrivedAt: startedAt - agoMs, session: `s-${sessions}` }
    const turn = yield* Effect.forkChild(ask(text, asked), { startImmediately: true })
    for (let step = 0; step < 6_000 && turn.pollUnsafe() === undefined; step += 1) {
      yield* TestClock.adjust(5)
    }
    const events = yield* Fiber.join(turn)
    return { events, tookMs: (yield* Clock.currentTimeMillis) - startedAt }
  })

const held = {
  text: "Vinland Saga fits.",
  products: [],
  model: "m",
  origin: "exact" as const,
  figures: products()
    .filter(({ id }) => id === "vinland-saga")
    .map((product) => figureOf(product, "1970-01-01")),
  series: ["vinland-saga"],
  words: "tell me about vinland saga",
}
/** Keeps an answer to `about` that is past its time. */
const hold = Effect.gen(function* () {
  const cache = yield* CachedAnswers
  const key = cacheKeyOf(read(about))
  yield* cache.write(key, held, { freshForMs: 1_000, staleForMs: 3_600_000 })
  yield* TestClock.adjust(5_000)
})

const endOf = (events: ReadonlyArray<TurnEvent>) => {
  const last = events.at(-1)
  assert(last?.type === "turn-end", `ended in ${last?.type ?? "nothing"}`)
  return last.end
}
const degradedOf = (text: string, agoMs?: number) =>
  Effect.map(timeOf(text, agoMs), ({ events }) => endOf(events).degraded)

describe("the degrade ladder", () => {
  it("has a question that is hard and one that is not", () => {
    assert.strictEqual(read(hard).difficulty, "complex")
    assert.strictEqual(read(compared).difficulty, "complex")
    assert.strictEqual(read(about).difficulty, "simple")
  })

  it.effect("takes nothing away while there is time", () => {
    const { layer, seen } = timed({ searchMs: 200, model: [{ ...spoken, afterMs: 700 }] })
    return Effect.gen(function* () {
      const { events, tookMs } = yield* timeOf(compared)
      assert.deepStrictEqual(endOf(events).degraded, [])
      assert.isTrue(seen.calls[0]?.modelId.includes("sonnet"))
      assert.isBelow(tookMs, 1_000)
    }).pipe(Effect.provide(layer))
  })

  it.effect(
    "drops retrieval that is late, and still asks the best model with its whole time",
    () => {
      const { layer, seen } = timed({ searchMs: 60_000, model: [{ ...spoken, afterMs: 800 }] })
      return Effect.gen(function* () {
        const { events } = yield* timeOf(compared)
        const end = endOf(events)
        assert.deepStrictEqual(end.degraded, ["retrieval-late"])
        assert.strictEqual(end.source, "model")
        assert.isTrue(seen.calls[0]?.modelId.includes("sonnet"))
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("gives up a search that ignores its deadline", () => {
    const { layer, seen } = timed({ search: "never", model: [spoken] })
    return Effect.gen(function* () {
      const { events, tookMs } = yield* timeOf(compared)
      assert.deepStrictEqual(endOf(events).degraded, ["retrieval-late"])
      assert.isBelow(tookMs, 2_000)
      assert.strictEqual(seen.searchesCancelled, seen.searches)
    }).pipe(Effect.provide(layer))
  })

  it.effect("makes the prompt smaller when the whole one would take too long", () => {
    const { layer, seen } = timed({ model: [spoken] })
    return Effect.gen(function* () {
      assert.deepStrictEqual(yield* degradedOf(compared), [])
      assert.deepStrictEqual(yield* degradedOf(compared, 900), ["prompt-reduced"])
      const [whole, small] = seen.calls
      assert.strictEqual(small?.modelId, whole?.modelId)
      assert.isBelow(small?.prompt.length ?? 0, whole?.prompt.length ?? 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect(
    "asks the smaller model when the larger one has no time, then with a small prompt",
    () => {
      const { layer, seen } = timed({ model: [spoken] })
      return Effect.gen(function* () {
        assert.deepStrictEqual(yield* degradedOf(hard, 1_100), ["model-fallback"])
        assert.deepStrictEqual(yield* degradedOf(hard, 1_560), ["model-fallback", "prompt-reduced"])
        for (const call of seen.calls) assert.isTrue(call.modelId.includes("haiku"))
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("says what it said before when no model has time", () => {
    const { layer, seen } = timed({ model: [spoken] })
    return Effect.gen(function* () {
      yield* hold
      const answered = endOf((yield* timeOf(about)).events)
      assert.strictEqual(answered.source, "model", "with time a model answers, whatever is held")
      const end = endOf((yield* timeOf(about, 1_700)).events)
      assert.strictEqual(end.source, "stale")
      assert.deepStrictEqual(end.degraded, ["stale-answer", "over-budget"])
      assert.strictEqual(seen.calls.length, 1)
    }).pipe(Effect.provide(layer))
  })

  it.effect("answers from the catalogue when nothing was said before", () => {
    const { layer, seen } = timed({ model: [spoken] })
    return Effect.gen(function* () {
      const end = endOf((yield* timeOf(hard, 1_700)).events)
      assert.strictEqual(end.source, "catalogue")
      assert.deepStrictEqual(end.degraded, ["catalogue-answer", "over-budget"])
      assert.strictEqual(seen.calls.length, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("ends in a clear error when there is nothing to say, and not before", () => {
    const { layer } = timed({ search: "down", facts: "down", model: [spoken] })
    return Effect.gen(function* () {
      assert.strictEqual(endOf((yield* timeOf(nothingKnown)).events).source, "model")
      const last = (yield* timeOf(nothingKnown, 1_700)).events.at(-1)
      assert(last?.type === "turn-failed")
      assert.include(
        (last.failure.timeline ?? []).map(({ stage }) => stage),
        "total",
      )
      assert.strictEqual(last.failure.code, "timeout")
      assert.isTrue(last.failure.retryable)
    }).pipe(Effect.provide(layer))
  })

  it.effect("steps down over both models when they are silent, inside the budget", () => {
    const { layer, seen } = timed({ model: [{ end: "never" }] })
    return Effect.gen(function* () {
      const { events, tookMs } = yield* timeOf(hard)
      const end = endOf(events)
      assert.strictEqual(end.source, "catalogue")
      assert.deepStrictEqual(end.degraded, [
        "model-fallback",
        "catalogue-answer",
        "model-unavailable",
      ])
      assert.strictEqual(seen.calls.length, 2)
      assert.isAtMost(tookMs, 2_000)
    }).pipe(Effect.provide(layer))
  })

  it.effect("asks nothing of a model that was slow lately, and asks it again later", () => {
    const slow = Array.from({ length: 20 }, () => ({ ...spoken, afterMs: 1_150 }))
    const { layer, seen } = timed({ model: [...slow, { ...spoken, afterMs: 300 }] })
    return Effect.gen(function* () {
      for (let turn = 0; turn < 20; turn += 1) {
        assert.deepStrictEqual(yield* degradedOf(hard), [], `turn ${turn}`)
      }
      // 1,150 ms no longer fit into what is left, though 680 ms would.
      assert.deepStrictEqual(yield* degradedOf(hard, 200), ["prompt-reduced"])
      yield* TestClock.adjust(30_000)
      assert.deepStrictEqual(yield* degradedOf(hard, 200), [])
      assert.strictEqual(seen.calls.length, 22)
    }).pipe(Effect.provide(layer))
  })

  it.effect("hangs on nothing: neither on a cache that cannot be verified nor on prices", () => {
    const { layer } = timed({ facts: "never", model: [spoken] })
    return Effect.gen(function* () {
      yield* hold
      const { events, tookMs } = yield* timeOf(about)
      const end = endOf(events)
      assert.strictEqual(end.source, "model")
      assert.deepStrictEqual(end.degraded, ["recall-late", "retrieval-late"])
      assert.isBelow(tookMs, 2_000)
    }).pipe(Effect.provide(layer))
  })

  it.effect("ends a turn of one millisecond at once", () => {
    const { layer, seen } = timed({
      environment: { LATENCY_BUDGET_MS: "1" },
      searchMs: 50,
      model: [{ ...spoken, afterMs: 5 }],
    })
    return Effect.gen(function* () {
      const { events, tookMs } = yield* timeOf("What is Monster about?")
      assert.strictEqual(endOf(events).source, "catalogue")
      assert.isAtMost(tookMs, 15)
      assert.strictEqual(seen.calls.length, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("does not wait for an hour, though it might", () => {
    const { layer } = timed({
      environment: { LATENCY_BUDGET_MS: "3600000" },
      model: [{ end: "never" }],
    })
    return Effect.gen(function* () {
      const { events, tookMs } = yield* timeOf(hard)
      assert.strictEqual(endOf(events).source, "catalogue")
      assert.isAtMost(tookMs, 20_500)
    }).pipe(Effect.provide(layer))
  })
})
