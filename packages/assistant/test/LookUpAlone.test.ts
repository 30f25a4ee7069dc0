/** What a look-up in a shared store costs the search: nothing where hits are likely, no time where they are not. */
import { assert, describe, it } from "@effect/vitest"
import { CacheStore, TagVersions } from "@manga-assist/caching"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { CachedAnswers } from "../src/answers/CachedAnswer.ts"
import { cacheKeyOf } from "../src/answers/ShareKey.ts"
import { read } from "./demoShop.ts"
import { ask, scriptedStore } from "./scriptedStore.ts"

const wish = "Recommend a historical manga"

/** A store that only asking tells, after so long. */
const setting = (tookMs: number) =>
  scriptedStore({
    store: Layer.effect(
      CacheStore,
      Effect.map(CacheStore, (store) =>
        CacheStore.of({
          ...store,
          getInMemory: () => undefined,
          get: (key) => Effect.andThen(Effect.sleep(tookMs), store.get(key)),
        }),
      ),
    ).pipe(Layer.provide(CacheStore.layerMemory())),
  })

const hold = Effect.gen(function* () {
  const cache = yield* CachedAnswers
  const since = yield* (yield* TagVersions).now
  const key = cacheKeyOf(read(wish))
  yield* cache.write(
    key,
    {
      text: "Vinland Saga.",
      products: [],
      model: "m",
      origin: "exact",
      words: "recommend a historical manga",
      figures: [],
      series: [],
    },
    { freshForMs: 60_000, tags: { names: ["catalogue"], since } },
  )
})

const asking = (question: string) => Effect.forkChild(ask(question), { startImmediately: true })

/** So many hits that the next one is likely. */
const manyHits = Effect.gen(function* () {
  for (let time = 0; time < 40; time += 1) {
    const turn = yield* Effect.forkChild(ask(wish, { session: `early-${time}` }), {
      startImmediately: true,
    })
    yield* TestClock.adjust(2.5)
    yield* Fiber.join(turn)
  }
})

describe("where look-ups find something", () => {
  it.effect("one that is answered within 3 ms starts no search", () => {
    const { layer, seen } = setting(2.5)
    return Effect.gen(function* () {
      yield* hold
      yield* manyHits
      const before = seen.searches
      assert.isBelow(before, 40)
      const turn = yield* asking(wish)
      yield* TestClock.adjust(2.5)
      const events = yield* Fiber.join(turn)
      assert.strictEqual(events.at(-1)?.type, "turn-end")
      yield* TestClock.adjust(10)
      assert.strictEqual(seen.searches, before)
    }).pipe(Effect.provide(layer))
  })

  it.effect("one that finds nothing is followed by the search at once, or after 3 ms", () => {
    const { layer, seen } = setting(2.5)
    return Effect.gen(function* () {
      yield* hold
      yield* manyHits
      const before = seen.searches
      const other = yield* asking("Recommend a mystery manga")
      assert.strictEqual(seen.searches, before)
      yield* TestClock.adjust(2.5)
      yield* Fiber.join(other)
      assert.isAbove(seen.searches, before)
    }).pipe(Effect.provide(layer))
  })
})

describe("where look-ups find nothing", () => {
  it.effect("none keeps the search waiting", () => {
    const { layer, seen } = setting(40)
    return Effect.gen(function* () {
      const turn = yield* asking(wish)
      assert.isAbove(seen.searches, 0)
      yield* TestClock.adjust(100)
      yield* Fiber.join(turn)
    }).pipe(Effect.provide(layer))
  })
})
