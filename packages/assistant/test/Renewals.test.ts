/** An answer past its time: served at once, renewed once off the path, and not while the model is away. */
import { assert, describe, it } from "@effect/vitest"
import { TagVersions } from "@manga-assist/caching"
import { BedrockChat, BedrockError, type ConverseOutcome } from "@manga-assist/connections"
import { Clock, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { cacheKeyOf } from "../src/answers/ShareKey.ts"
import { ModelBudget } from "../src/budget/ModelBudget.ts"
import { Renewals } from "../src/answers/Renewals.ts"
import { TurnClock } from "../src/turn/TurnClock.ts"
import type { TurnEvent } from "../src/turn/TurnEvent.ts"
import { read } from "./demoShop.ts"
import { ask, scriptedStore } from "./scriptedStore.ts"

const text = "Show me historical manga"
const keyOf = (asked: string) => cacheKeyOf(read(asked))
const held = {
  text: "As before.",
  products: [],
  model: "m",
  origin: "precomputed" as const,
  words: "show me historical manga",
  figures: [],
  series: [],
}

const written = { stopReason: "end_turn", text: "Written anew." }

/** `answer` is what the model does when it is asked. */
const setting = () => {
  const seen = {
    calls: 0,
    answer: Effect.succeed(written) as Effect.Effect<ConverseOutcome, BedrockError>,
  }
  const chat = BedrockChat.of({
    converse: (_request, { onText }) =>
      Effect.suspend(() => {
        seen.calls += 1
        return Effect.tap(seen.answer, ({ text: said }) => Effect.sync(() => onText(said)))
      }),
  })
  const clock = Layer.effect(
    TurnClock,
    Effect.map(Clock.Clock, (each) => () => each.currentTimeMillisUnsafe()),
  )
  const { layer } = scriptedStore({ chat })
  return { seen, layer: Layer.provide(layer, clock) }
}

/** Held, and half as old again as it is fresh. */
const hold = Effect.fnUntraced(function* (asked: string) {
  const cache = yield* CachedAnswers
  const since = yield* (yield* TagVersions).now
  yield* cache.write(keyOf(asked), held, {
    freshForMs: 1_000_000,
    staleForMs: 7_200_000,
    tags: { names: ["catalogue"], since },
  })
})
const grow = TestClock.adjust(1_500_000)

const endOf = (events: ReadonlyArray<TurnEvent>) => {
  const last = events.at(-1)
  assert(last?.type === "turn-end")
  return last.end
}
const asked = (question: string) => Effect.map(ask(question, { arrivedAt: 1_500_000 }), endOf)

describe("an answer past its time", () => {
  it.effect("is served at once to all who ask, and renewed once", () => {
    const { layer, seen } = setting()
    return Effect.gen(function* () {
      yield* hold(text)
      yield* grow
      seen.answer = Effect.as(Effect.sleep(2_000), written)
      const ends = yield* Effect.forEach([...Array(50).keys()], () => asked(text))
      for (const end of ends) {
        assert.strictEqual(end.source, "stale")
        assert.include(end.reason, "past its time (is being renewed), answered 1500 s ago")
        assert.deepStrictEqual(end.degraded, [])
      }
      // The renewal has a fiber of its own, which starts once the turns let it.
      yield* TestClock.adjust(0)
      assert.strictEqual(seen.calls, 1)
      yield* TestClock.adjust(2_000)
      const end = yield* asked(text)
      assert.strictEqual(end.source, "precomputed")
      assert.strictEqual(seen.calls, 1)
      const { counters } = yield* Renewals
      assert.deepInclude(counters(), { renewed: 1, failed: 0, refused: 0 })
      const { spent } = (yield* ModelBudget).state()
      assert.isAbove(spent.worker.tokens, 0)
      assert.strictEqual(spent.customer.tokens, 0)
    }).pipe(Effect.provide(layer))
  })

  it.effect("is not renewed again for a while after the model failed, and served meanwhile", () => {
    const { layer, seen } = setting()
    return Effect.gen(function* () {
      yield* hold(text)
      yield* grow
      seen.answer = Effect.fail(new BedrockError({ reason: "throttled", detail: "busy" }))
      yield* asked(text)
      yield* TestClock.adjust(1)
      for (let count = 0; count < 20; count += 1) {
        const end = yield* asked(text)
        assert.strictEqual(end.source, "stale")
        assert.include(end.reason, "is not renewed")
      }
      assert.strictEqual(seen.calls, 1)
      seen.answer = Effect.succeed(written)
      yield* TestClock.adjust(6_000)
      yield* asked(text)
      yield* TestClock.adjust(1)
      assert.strictEqual(seen.calls, 2)
      assert.strictEqual((yield* asked(text)).source, "precomputed")
    }).pipe(Effect.provide(layer))
  })

  it.effect("waits while many others are renewed, few at a time", () => {
    const { layer, seen } = setting()
    const questions = Array.from(
      { length: 90 },
      (_, index) => `Is One Piece volume ${index + 1} in stock?`,
    )
    return Effect.gen(function* () {
      yield* Effect.forEach(questions, hold)
      yield* grow
      seen.answer = Effect.never
      const reasons = yield* Effect.forEach(questions, (question) =>
        Effect.map(asked(question), ({ reason, source }) => `${source} ${reason}`),
      )
      assert.strictEqual(seen.calls, 4)
      const refused = reasons.filter((reason) => reason.includes("is not renewed")).length
      assert.isTrue(refused > 0 && refused < 90, `${refused}`)
      for (const reason of reasons) assert.match(reason, /^stale /)
      const { counters } = yield* Renewals
      assert.strictEqual(counters().refused, refused)
    }).pipe(Effect.provide(layer))
  })

  it.effect("ends with the catalogue that it was written from", () => {
    const { layer, seen } = setting()
    return Effect.gen(function* () {
      yield* hold(text)
      yield* grow
      yield* (yield* TagVersions).invalidate(["catalogue"])
      assert.strictEqual((yield* asked(text)).source, "model")
      assert.strictEqual(seen.calls, 1)
    }).pipe(Effect.provide(layer))
  })
})
