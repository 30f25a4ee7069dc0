import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { CacheStore } from "../src/index.ts"
import { cacheStoreSuite } from "./cacheStoreSuite.ts"

cacheStoreSuite("memory", CacheStore.layerMemory(), TestClock.adjust)

describe("CacheStore.layerMemory", () => {
  const store = CacheStore.layerMemory({ maxBytes: 10_000 })

  it.effect("stays within its bytes: the least recently used gives way", () =>
    Effect.gen(function* () {
      const store = yield* CacheStore
      yield* store.set("first", "x".repeat(1_000), 60_000)
      for (let index = 0; index < 100; index += 1) {
        yield* store.set(`k${index}`, "x".repeat(1_000), 60_000)
        assert.isDefined(yield* store.get("first"))
      }
      let kept = 0
      for (let index = 0; index < 100; index += 1) {
        if ((yield* store.get(`k${index}`)) !== undefined) kept += 1
      }
      assert.strictEqual(kept, 3)
    }).pipe(Effect.provide(store)),
  )

  it.effect("does not keep an entry that is larger than the bound, nor the one it replaces", () =>
    Effect.gen(function* () {
      const store = yield* CacheStore
      yield* store.set("a", "small", 60_000)
      yield* store.set("b", "small", 60_000)
      yield* store.set("a", "x".repeat(10_000), 60_000)
      assert.isUndefined(yield* store.get("a"))
      assert.strictEqual(yield* store.get("b"), "small")
    }).pipe(Effect.provide(store)),
  )

  it.effect("keeps nothing for longer because the clock is set back", () =>
    Effect.gen(function* () {
      const store = yield* CacheStore
      yield* TestClock.adjust("2 hours")
      yield* store.set("a", "small", 60_000)
      yield* TestClock.setTime(3_600_000)
      yield* TestClock.adjust("1 minute")
      assert.isUndefined(yield* store.get("a"))
    }).pipe(Effect.provide(store)),
  )

  it.effect("counts hits, misses and writes", () =>
    Effect.gen(function* () {
      const store = yield* CacheStore
      yield* store.set("a", "x", 60_000)
      yield* store.get("a")
      yield* store.get("b")
      yield* store.get("b")
      assert.deepStrictEqual(store.counters(), { hits: 1, misses: 2, writes: 1, failures: 0 })
    }).pipe(Effect.provide(store)),
  )
})
