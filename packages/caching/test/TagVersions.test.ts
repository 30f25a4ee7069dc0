import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Layer, Schema } from "effect"
import { TestClock } from "effect/testing"
import { CacheStore, makeAnswerCache, TagVersions } from "../src/index.ts"
import { HeardInvalidations } from "../src/tags/HeardInvalidations.ts"
import { KnownVersions } from "../src/tags/KnownVersions.ts"
import { tagVersionsSuite } from "./tagVersionsSuite.ts"

tagVersionsSuite(
  "memory",
  Effect.map(Layer.build(TagVersions.layerMemory()), (context) =>
    Effect.succeed(Context.get(context, TagVersions)),
  ),
)

describe("KnownVersions", () => {
  it("answers for what it knows, and says what it does not know", () => {
    const versions = new KnownVersions(5)
    assert.strictEqual(versions.judge(["a"], 5), "current")
    assert.strictEqual(versions.judge(["a"], 4), "unknown")
    versions.learned("a", 3)
    assert.strictEqual(versions.judge(["a"], 4), "current")
    assert.strictEqual(versions.judge(["a"], 2), "outdated")
    assert.strictEqual(versions.judge(["a", "b"], 4), "unknown")
    versions.invalidated(["b"], 6)
    assert.strictEqual(versions.judge(["x", "b"], 4), "outdated")
    versions.missedUpTo(8)
    assert.strictEqual(versions.judge(["a"], 7), "unknown")
    assert.strictEqual(versions.judge(["a"], 8), "current")
  })

  it("forgets the oldest when it knows too many, and never takes it for good", () => {
    const versions = new KnownVersions(0, 3)
    for (const number of [1, 2, 3, 4, 5]) versions.invalidated([`${number}`], number)
    assert.strictEqual(versions.judge(["1"], 0), "unknown")
    assert.strictEqual(versions.judge(["2"], 1), "unknown")
    assert.strictEqual(versions.judge(["1"], 2), "current")
    assert.strictEqual(versions.judge(["5"], 4), "outdated")
  })
})

describe("HeardInvalidations", () => {
  const listening = () => {
    const heard = new HeardInvalidations()
    heard.counted("e", 10, true)
    return heard
  }
  const stamp = (number: number) => ({ epoch: "e", number })

  it("does not move its stamp over a gap until the missing one comes", () => {
    const heard = listening()
    heard.message("e", 12, ["b"])
    assert.deepStrictEqual(heard.now, stamp(10))
    heard.message("e", 11, ["a"])
    assert.deepStrictEqual(heard.now, stamp(12))
    heard.message("e", 11, ["a"])
    assert.deepStrictEqual(heard.now, stamp(12))
  })

  it("takes a number that does not come by the next count for lost", () => {
    const heard = listening()
    heard.counted("e", 11, true)
    assert.strictEqual(heard.judge(["a"], stamp(10)), "current")
    heard.counted("e", 11, true)
    assert.strictEqual(heard.judge(["a"], stamp(10)), "unknown")
    assert.deepStrictEqual(heard.now, stamp(11))
  })

  it("knows nothing while it does not listen, and all again if nothing was counted since", () => {
    const heard = listening()
    heard.lost()
    assert.isUndefined(heard.now)
    assert.strictEqual(heard.judge(["a"], stamp(10)), "unknown")
    heard.counted("e", 10, false)
    assert.isUndefined(heard.now)
    heard.counted("e", 10, true)
    assert.strictEqual(heard.judge(["a"], stamp(10)), "current")
    heard.lost()
    heard.counted("e", 11, true)
    assert.strictEqual(heard.judge(["a"], stamp(10)), "unknown")
  })

  it("takes no number of another epoch for one of this", () => {
    const heard = listening()
    heard.message("e", 12, ["a"])
    heard.counted("f", 10, true)
    heard.message("f", 11, ["a"])
    assert.deepStrictEqual(heard.now, { epoch: "f", number: 11 })
  })

  it("lets nothing of another epoch hold", () => {
    const heard = listening()
    assert.isFalse(heard.message("f", 1, ["a"]))
    const { losses } = heard
    heard.counted("f", 3, true)
    assert.isAbove(heard.losses, losses, "what was learned of the other epoch says nothing")
    assert.strictEqual(heard.judge(["a"], stamp(10)), "outdated")
    assert.strictEqual(heard.judge(["a"], { epoch: "f", number: 3 }), "current")
    assert.strictEqual(heard.judge(["a"], { epoch: "f", number: 2 }), "unknown")
  })
})

describe("an AnswerCache with a TagVersions", () => {
  const setUp = Effect.gen(function* () {
    const tagVersions = yield* TagVersions
    const cache = yield* makeAnswerCache({ schema: Schema.String, tagVersions })
    return { tagVersions, cache, blind: yield* makeAnswerCache({ schema: Schema.String }) }
  })
  const layers = Layer.mergeAll(TagVersions.layerMemory(), CacheStore.layerMemory())
  const policy = (since: { epoch: string; number: number }) => ({
    freshForMs: 60_000,
    tags: { names: ["product:1", "list:trending"], since },
  })

  it.effect("serves until one of its tags is invalidated", () =>
    Effect.gen(function* () {
      const { blind, cache, tagVersions } = yield* setUp
      yield* cache.write("k", "answer", policy(yield* tagVersions.now))
      yield* tagVersions.invalidate(["product:2"])
      assert.strictEqual((yield* cache.lookup("k"))?.value, "answer")
      assert.isUndefined(yield* blind.lookup("k"))
      yield* tagVersions.invalidate(["list:trending"])
      assert.isUndefined(yield* cache.lookup("k"))
      assert.strictEqual(yield* cache.find("k"), "invalidated")
      assert.isUndefined(yield* cache.find("nothing"))
      assert.deepInclude(cache.counters(), { invalidated: 2, misses: 3 })
    }).pipe(Effect.provide(layers)),
  )

  it.effect("does not keep what was invalidated while it was made, and keeps what was there", () =>
    Effect.gen(function* () {
      const { cache, tagVersions } = yield* setUp
      const since = yield* tagVersions.now
      yield* tagVersions.invalidate(["product:1"])
      yield* cache.write("k", "new", policy(yield* tagVersions.now))
      yield* cache.write("k", "old", policy(since))
      assert.strictEqual((yield* cache.lookup("k"))?.value, "new")
      assert.strictEqual(cache.counters().outdated, 1)
    }).pipe(Effect.provide(layers)),
  )

  it.effect("keeps what carries tags for a day at most", () =>
    Effect.gen(function* () {
      const { cache, tagVersions } = yield* setUp
      const since = yield* tagVersions.now
      const days = { freshForMs: 10 * 86_400_000 }
      yield* cache.write("tagged", "x", { ...days, tags: { names: ["a"], since } })
      yield* cache.write("plain", "x", days)
      yield* TestClock.adjust(86_399_999)
      assert.isDefined(yield* cache.lookup("tagged"))
      yield* TestClock.adjust(1)
      assert.isUndefined(yield* cache.lookup("tagged"))
      assert.isDefined(yield* cache.lookup("plain"))
    }).pipe(Effect.provide(layers)),
  )

  it.effect("refuses more tags than an entry may have", () =>
    Effect.gen(function* () {
      const { cache, tagVersions } = yield* setUp
      const names = Array.from({ length: 101 }, (_, index) => `${index}`)
      const tags = { names, since: yield* tagVersions.now }
      const error = yield* Effect.flip(cache.write("k", "x", { freshForMs: 60_000, tags }))
      assert.strictEqual(error.reason, "not-json")
    }).pipe(Effect.provide(layers)),
  )
})
