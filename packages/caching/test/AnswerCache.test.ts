import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Layer, Schema } from "effect"
import { TestClock } from "effect/testing"
import { CacheError, CacheStore, makeAnswerCache } from "../src/index.ts"
import { makeMemoryTagVersions } from "../src/tags/TagVersions.ts"

const Answer = Schema.Struct({ text: Schema.String, at: Schema.DateFromString })
const answer = { text: "It costs 572.", at: new Date(0) }
const make = makeAnswerCache({ schema: Answer })
const failing = new CacheError({ reason: "unavailable", operation: "get" })

/** A real store whose reads and writes go wrong in the given way. */
const chaos = (way: Effect.Effect<never, CacheError>) =>
  Layer.effect(
    CacheStore,
    Effect.map(CacheStore, (store) =>
      CacheStore.of({ ...store, get: () => way, set: () => way, remove: () => way }),
    ),
  ).pipe(Layer.provide(CacheStore.layerMemory()))

describe("AnswerCache", () => {
  it.effect("goes from fresh over stale to a miss, its time absolute", () =>
    Effect.gen(function* () {
      const cache = yield* make
      yield* cache.write("k", answer, { freshForMs: 1_000, staleForMs: 1_000 })
      const seen: Array<string> = []
      for (let step = 0; step < 5; step += 1) {
        const hit = yield* cache.lookup("k")
        seen.push(hit === undefined ? "miss" : `${hit.freshness} ${hit.ageMs}`)
        if (hit !== undefined) assert.deepStrictEqual(hit.value, answer)
        yield* TestClock.adjust(500)
      }
      // Jitter shortens the fresh time by less than a tenth: 1,000 ms is stale, 2,000 ms is over.
      assert.deepStrictEqual(seen, ["fresh 0", "fresh 500", "stale 1000", "stale 1500", "miss"])
      assert.deepInclude(cache.counters(), {
        fresh: 2,
        stale: 2,
        misses: 1,
        failures: 0,
        writes: 1,
      })
    }).pipe(Effect.provide(CacheStore.layerMemory())),
  )

  it.effect("reads from memory the same hits, where memory and the tag versions know enough", () =>
    Effect.gen(function* () {
      const versions = makeMemoryTagVersions()
      const cache = yield* makeAnswerCache({ schema: Answer, tagVersions: versions })
      assert.isUndefined(cache.findInMemory("k"))
      yield* cache.write("k", answer, {
        freshForMs: 1_000,
        staleForMs: 1_000,
        tags: { names: ["a"], since: yield* versions.now },
      })
      assert.deepStrictEqual(cache.findInMemory("k"), yield* cache.lookup("k"))
      yield* TestClock.adjust(1_500)
      assert.strictEqual(cache.findInMemory("k")?.freshness, "stale")
      yield* versions.invalidate(["a"])
      assert.isUndefined(cache.findInMemory("k"))
      assert.deepInclude(cache.counters(), { fresh: 2, stale: 1, misses: 0, invalidated: 0 })
      const unknowing = yield* makeAnswerCache({
        schema: Answer,
        tagVersions: { ...versions, areCurrentInMemory: () => undefined },
      })
      assert.isUndefined(unknowing.findInMemory("k"))
      yield* TestClock.adjust(500)
      assert.isUndefined(cache.findInMemory("k"))
    }).pipe(Effect.provide(CacheStore.layerMemory())),
  )

  it.effect("calls stale what its tags make so, for what is left of its time", () =>
    Effect.gen(function* () {
      const versions = makeMemoryTagVersions()
      const cache = yield* makeAnswerCache({ schema: Answer, tagVersions: versions })
      const since = yield* versions.now
      const policy = { freshForMs: 1_000, staleForMs: 500 }
      const tags = { names: ["a"], since, whenInvalidated: "stale" } as const
      yield* cache.write("k", answer, { ...policy, tags })
      assert.deepInclude(yield* cache.lookup("k"), { freshness: "fresh", tagged: true })
      yield* versions.invalidate(["a"])
      const marked = {
        value: answer,
        freshness: "stale",
        tagged: false,
        invalidated: true,
      } as const
      const reading = { whenInvalidated: "stale" } as const
      assert.deepInclude(yield* cache.find("k", reading), marked)
      assert.deepInclude(cache.findInMemory("k", reading), marked)
      // What was read before the change is never written over it.
      yield* cache.write("k", answer, { ...policy, tags })
      assert.deepInclude(cache.counters(), { fresh: 1, stale: 2, outdated: 1, invalidated: 0 })
      yield* TestClock.adjust(1_500)
      assert.isUndefined(yield* cache.find("k", reading))
    }).pipe(Effect.provide(CacheStore.layerMemory())),
  )

  it.effect("warms what still holds, counts nothing, and never fails", () =>
    Effect.gen(function* () {
      const versions = makeMemoryTagVersions()
      const cache = yield* makeAnswerCache({ schema: Answer, tagVersions: versions })
      const store = yield* CacheStore
      const policy = (names: ReadonlyArray<string>) =>
        Effect.map(versions.now, (since) => ({ freshForMs: 60_000, tags: { names, since } }))
      yield* cache.write("holds", answer, yield* policy(["a"]))
      yield* cache.write("changed", answer, yield* policy(["b"]))
      yield* cache.write("plain", answer, { freshForMs: 60_000 })
      yield* store.set("garbage", "{", 60_000)
      yield* versions.invalidate(["b"])
      const before = { ...cache.counters() }
      const keys = ["holds", "changed", "plain", "garbage", "nothing"]
      assert.deepStrictEqual(yield* Effect.forEach(keys, cache.warm), [
        true,
        false,
        true,
        false,
        false,
      ])
      assert.deepStrictEqual(cache.counters(), before)
      for (const warm of [
        () => Effect.fail(failing),
        () => Effect.die("a defect"),
        () => Effect.never,
      ]) {
        const broken = yield* makeAnswerCache({ schema: Answer }).pipe(
          Effect.provideService(CacheStore, CacheStore.of({ ...store, warm })),
        )
        const asked = yield* Effect.forkChild(broken.warm("k"), { startImmediately: true })
        yield* TestClock.adjust(60)
        assert.isFalse(yield* Fiber.join(asked))
      }
    }).pipe(Effect.provide(CacheStore.layerMemory())),
  )

  it.effect("gives what was written last, and no age below 0", () =>
    Effect.gen(function* () {
      const cache = yield* make
      yield* TestClock.setTime(1_000_000)
      for (const text of ["one", "two"]) {
        yield* cache.write("k", { ...answer, text }, { freshForMs: 100_000 })
        assert.strictEqual((yield* cache.lookup("k"))?.value.text, text)
        assert.strictEqual(cache.findInMemory("k")?.value.text, text)
      }
      yield* TestClock.setTime(970_000)
      assert.strictEqual((yield* cache.lookup("k"))?.ageMs, 0)
      yield* TestClock.setTime(939_999)
      assert.isUndefined(yield* cache.lookup("k"))
    }).pipe(Effect.provide(CacheStore.layerMemory())),
  )

  it.effect("spreads the ends of entries written together", () =>
    Effect.gen(function* () {
      const cache = yield* make
      const keys = Array.from({ length: 100 }, (_, index) => `k${index}`)
      for (const key of keys) yield* cache.write(key, answer, { freshForMs: 10_000 })
      yield* TestClock.adjust(8_999)
      const all = yield* Effect.forEach(keys, (key) => cache.lookup(key))
      assert.isTrue(all.every((hit) => hit !== undefined))
      yield* TestClock.adjust(500)
      const half = (yield* Effect.forEach(keys, (key) => cache.lookup(key))).filter(
        (hit) => hit !== undefined,
      )
      assert.isAbove(half.length, 20)
      assert.isBelow(half.length, 80)
    }).pipe(Effect.provide(CacheStore.layerMemory())),
  )

  it.effect("takes foreign, broken and old entries for misses", () =>
    Effect.gen(function* () {
      const store = yield* CacheStore
      const cache = yield* make
      const good = { version: 2, storedAt: 0, freshForMs: 1e9, staleForMs: 0 }
      const broken = [
        "",
        "not json",
        "null",
        "[]",
        JSON.stringify({ ...good, value: { text: 1, at: "1970-01-01" } }),
        JSON.stringify({ ...good, version: 1, value: { text: "x", at: "1970-01-01" } }),
        JSON.stringify({ ...good, storedAt: "0", value: { text: "x", at: "1970-01-01" } }),
        '{"__proto__":{"version":1}}',
      ]
      for (const text of broken) {
        yield* store.set("k", text, 60_000)
        assert.isUndefined(cache.findInMemory("k"), text)
        assert.isUndefined(yield* cache.lookup("k"), text)
      }
      assert.strictEqual(cache.counters().failures, broken.length)
    }).pipe(Effect.provide(CacheStore.layerMemory())),
  )

  it.effect("misses when the store fails or dies", () =>
    Effect.gen(function* () {
      for (const way of [Effect.fail(failing), Effect.die("broken")]) {
        const cache = yield* Effect.provide(make, chaos(way))
        assert.isUndefined(yield* cache.lookup("k"))
        assert.deepInclude(cache.counters(), { misses: 1, failures: 1 })
      }
    }),
  )

  it.effect("misses at its deadline when the store hangs", () =>
    Effect.gen(function* () {
      const cache = yield* Effect.provide(make, chaos(Effect.never))
      const looking = yield* Effect.forkChild(cache.lookup("k"), { startImmediately: true })
      yield* TestClock.adjust(59)
      assert.isUndefined(looking.pollUnsafe())
      yield* TestClock.adjust(1)
      assert.isUndefined(yield* Fiber.join(looking))
      assert.strictEqual(cache.counters().failures, 1)
    }),
  )

  it.effect("says when a write failed, and counts it", () =>
    Effect.gen(function* () {
      const cache = yield* Effect.provide(make, chaos(Effect.fail(failing)))
      const error = yield* Effect.flip(cache.write("k", answer, { freshForMs: 1_000 }))
      assert.strictEqual(error.reason, "unavailable")
      assert.deepInclude(cache.counters(), { writes: 0, writeFailures: 1 })
    }),
  )
})
