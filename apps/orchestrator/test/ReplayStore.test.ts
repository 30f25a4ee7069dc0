/** One suite for every place where finished turns are kept. */
import { CacheStore } from "@manga-assist/caching"
import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { type FinishedTurn, ReplayStore } from "../src/sessions/ReplayStore.ts"

const key = (conversation: string, message: string) => ({
  conversation,
  message: `${conversation}/${message}`,
})

const finished: FinishedTurn = {
  frames: [
    { type: "turn-start", id: "m-1", turn: "t-1" },
    { type: "delta", turn: "t-1", text: "『ONE PIECE』は594円です。" },
    {
      type: "turn-end",
      turn: "t-1",
      id: "m-1",
      finish: "complete",
      source: "model",
      degraded: [],
      budget: { totalMs: 2_000, usedMs: 12.5 },
      timeline: [{ stage: "admit", startMs: 0, endMs: 0.1, outcome: "greeting" }],
    },
  ],
  bytes: 300,
}

const replayStoreSuite = (name: string, layer: Layer.Layer<ReplayStore>) =>
  describe(name, () => {
    it.effect("gives a finished turn back as it was, to its own session and id only", () =>
      Effect.gen(function* () {
        const store = yield* ReplayStore
        store.put(key("s", "m-1"), finished)
        assert.deepStrictEqual(yield* store.get(key("s", "m-1")), finished)
        assert.isUndefined(yield* store.get(key("s", "m-2")))
        assert.isUndefined(yield* store.get(key("t", "m-1")))
      }).pipe(Effect.provide(layer)),
    )
  })

replayStoreSuite("in this process", ReplayStore.layerMemory)
replayStoreSuite(
  "in a shared store",
  ReplayStore.layerShared.pipe(Layer.provide(CacheStore.layerMemory())),
)

/** A store that counts how often it is asked for finished turns. */
const countingStore = () => {
  const asked: Array<string> = []
  const layer = Layer.effect(
    CacheStore,
    Effect.map(CacheStore, (store) =>
      CacheStore.of({
        ...store,
        get: (key) => {
          asked.push(key)
          return store.get(key)
        },
      }),
    ),
  ).pipe(Layer.provide(CacheStore.layerMemory()))
  return { asked, layer }
}

/** What was finished is written once the event loop turns. */
const written = TestClock.adjust(0)

describe("a shared store", () => {
  it.effect("is asked once for a session of which nothing was finished lately", () => {
    const { asked, layer } = countingStore()
    return Effect.gen(function* () {
      const store = yield* ReplayStore
      store.opened("s", false)
      for (const id of ["m-1", "m-2", "m-3"]) assert.isUndefined(yield* store.get(key("s", id)))
      assert.strictEqual(asked.length, 1)
      store.put(key("s", "m-1"), finished)
      // What waits to be written is at hand.
      assert.deepStrictEqual(yield* store.get(key("s", "m-1")), finished)
      assert.strictEqual(asked.length, 1)
      yield* written
      assert.deepStrictEqual(yield* store.get(key("s", "m-1")), finished)
      assert.isUndefined(yield* store.get(key("s", "m-4")))
      assert.strictEqual(asked.length, 2)
      // The socket is lost and opened again: from now on it matters what was finished.
      store.closed("s")
      store.opened("s", false)
      assert.deepStrictEqual(yield* store.get(key("s", "m-1")), finished)
      assert.isUndefined(yield* store.get(key("s", "m-5")))
      assert.strictEqual(asked.length, 5)
    }).pipe(Effect.provide(ReplayStore.layerShared.pipe(Layer.provide(layer))))
  })

  it.effect("is not asked for a session that was made for its socket", () => {
    const { asked, layer } = countingStore()
    return Effect.gen(function* () {
      const store = yield* ReplayStore
      store.opened("s", true)
      yield* TestClock.adjust(0)
      assert.isTrue(store.isNew(key("s", "m-1")))
      assert.isUndefined(yield* store.get(key("s", "m-1")))
      assert.deepStrictEqual(asked, [])
    }).pipe(Effect.provide(ReplayStore.layerShared.pipe(Layer.provide(layer))))
  })

  it.effect("gives another instance's turn to a session that comes back", () => {
    const shared = CacheStore.layerMemory()
    const instance = () => Layer.fresh(ReplayStore.layerShared)
    return Effect.gen(function* () {
      const context = yield* Layer.build(instance())
      const other = yield* Layer.build(instance())
      const first = Context.get(context, ReplayStore)
      const second = Context.get(other, ReplayStore)
      first.opened("s", false)
      first.put(key("s", "m-1"), finished)
      yield* written
      second.opened("s", false)
      assert.deepStrictEqual(yield* second.get(key("s", "m-1")), finished)
    }).pipe(Effect.scoped, Effect.provide(shared))
  })

  it.effect("forgets after ten minutes", () =>
    Effect.gen(function* () {
      const store = yield* ReplayStore
      store.put(key("s", "m-1"), finished)
      yield* TestClock.adjust("10 minutes")
      assert.isUndefined(yield* store.get(key("s", "m-1")))
    }).pipe(Effect.provide(ReplayStore.layerShared.pipe(Layer.provide(CacheStore.layerMemory())))),
  )

  it.effect("that holds something else, or fails, is a miss", () =>
    Effect.gen(function* () {
      const store = yield* ReplayStore
      assert.isUndefined(yield* store.get(key("s", "m-1")))
    }).pipe(
      Effect.provide(
        ReplayStore.layerShared.pipe(
          Layer.provide(
            Layer.mock(CacheStore, {
              get: () => Effect.succeed('{"frames":[{}]}'),
              getInMemory: () => undefined,
              counters: () => ({ hits: 0, misses: 0, writes: 0, failures: 0 }),
            }),
          ),
        ),
      ),
    ),
  )
})
