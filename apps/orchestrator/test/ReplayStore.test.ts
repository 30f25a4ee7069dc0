/** One suite for every place where finished turns are kept. */
import { CacheStore } from "@manga-assist/caching"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { type FinishedTurn, ReplayStore } from "../src/ReplayStore.ts"

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
        store.put("s", "m-1", finished)
        assert.deepStrictEqual(yield* store.get("s", "m-1"), finished)
        assert.isUndefined(yield* store.get("s", "m-2"))
        assert.isUndefined(yield* store.get("t", "m-1"))
      }).pipe(Effect.provide(layer)),
    )
  })

replayStoreSuite("in this process", ReplayStore.layerMemory)
replayStoreSuite(
  "in a shared store",
  ReplayStore.layerShared.pipe(Layer.provide(CacheStore.layerMemory())),
)

describe("a shared store", () => {
  it.effect("forgets after ten minutes", () =>
    Effect.gen(function* () {
      const store = yield* ReplayStore
      store.put("s", "m-1", finished)
      yield* TestClock.adjust("10 minutes")
      assert.isUndefined(yield* store.get("s", "m-1"))
    }).pipe(Effect.provide(ReplayStore.layerShared.pipe(Layer.provide(CacheStore.layerMemory())))),
  )

  it.effect("that holds something else, or fails, is a miss", () =>
    Effect.gen(function* () {
      const store = yield* ReplayStore
      assert.isUndefined(yield* store.get("s", "m-1"))
    }).pipe(
      Effect.provide(
        ReplayStore.layerShared.pipe(
          Layer.provide(
            Layer.mock(CacheStore, {
              get: () => Effect.succeed('{"frames":[{}]}'),
              counters: () => ({ hits: 0, misses: 0, writes: 0, failures: 0 }),
            }),
          ),
        ),
      ),
    ),
  )
})
