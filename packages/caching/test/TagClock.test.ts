import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Layer, Schema } from "effect"
import { TestClock } from "effect/testing"
import { CacheStore, makeAnswerCache, TagClock } from "../src/index.ts"
import { HeardInvalidations } from "../src/tags/HeardInvalidations.ts"
import { TagEpochs } from "../src/tags/TagEpochs.ts"
import { tagClockSuite } from "./tagClockSuite.ts"

tagClockSuite(
  "memory",
  Effect.map(Layer.build(TagClock.layerMemory()), (context) =>
    Effect.succeed(Context.get(context, TagClock)),
  ),
)

describe("TagEpochs", () => {
  it("answers for what it knows, and says what it does not know", () => {
    const epochs = new TagEpochs(5)
    assert.strictEqual(epochs.judge(["a"], 5), "holds")
    assert.strictEqual(epochs.judge(["a"], 4), "unknown")
    epochs.learned("a", 3)
    assert.strictEqual(epochs.judge(["a"], 4), "holds")
    assert.strictEqual(epochs.judge(["a"], 2), "over")
    assert.strictEqual(epochs.judge(["a", "b"], 4), "unknown")
    epochs.invalidated(["b"], 6)
    assert.strictEqual(epochs.judge(["x", "b"], 4), "over")
    epochs.missedUpTo(8)
    assert.strictEqual(epochs.judge(["a"], 7), "unknown")
    assert.strictEqual(epochs.judge(["a"], 8), "holds")
  })

  it("forgets the oldest when it knows too many, and never takes it for good", () => {
    const epochs = new TagEpochs(0, 3)
    for (const number of [1, 2, 3, 4, 5]) epochs.invalidated([`${number}`], number)
    assert.strictEqual(epochs.judge(["1"], 0), "unknown")
    assert.strictEqual(epochs.judge(["2"], 1), "unknown")
    assert.strictEqual(epochs.judge(["1"], 2), "holds")
    assert.strictEqual(epochs.judge(["5"], 4), "over")
  })
})

describe("HeardInvalidations", () => {
  const listening = () => {
    const heard = new HeardInvalidations()
    heard.counted("e", 10, true)
    return heard
  }
  const stamp = (number: number) => ({ era: "e", number })

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
    assert.strictEqual(heard.judge(["a"], stamp(10)), "holds")
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
    assert.strictEqual(heard.judge(["a"], stamp(10)), "holds")
    heard.lost()
    heard.counted("e", 11, true)
    assert.strictEqual(heard.judge(["a"], stamp(10)), "unknown")
  })

  it("takes no number of another era for one of this", () => {
    const heard = listening()
    heard.message("e", 12, ["a"])
    heard.counted("f", 10, true)
    heard.message("f", 11, ["a"])
    assert.deepStrictEqual(heard.now, { era: "f", number: 11 })
  })

  it("lets nothing of another era hold", () => {
    const heard = listening()
    assert.isFalse(heard.message("f", 1, ["a"]))
    const { losses } = heard
    heard.counted("f", 3, true)
    assert.isAbove(heard.losses, losses, "what was learned of the other era says nothing")
    assert.strictEqual(heard.judge(["a"], stamp(10)), "over")
    assert.strictEqual(heard.judge(["a"], { era: "f", number: 3 }), "holds")
    assert.strictEqual(heard.judge(["a"], { era: "f", number: 2 }), "unknown")
  })
})

describe("an AnswerCache with a TagClock", () => {
  const setUp = Effect.gen(function* () {
    const tagClock = yield* TagClock
    const cache = yield* makeAnswerCache({ schema: Schema.String, tagClock })
    return { tagClock, cache, blind: yield* makeAnswerCache({ schema: Schema.String }) }
  })
  const layers = Layer.mergeAll(TagClock.layerMemory(), CacheStore.layerMemory())
  const policy = (since: { era: string; number: number }) => ({
    freshForMs: 60_000,
    tags: { names: ["product:1", "list:trending"], since },
  })

  it.effect("serves until one of its tags is invalidated", () =>
    Effect.gen(function* () {
      const { blind, cache, tagClock } = yield* setUp
      yield* cache.write("k", "answer", policy(yield* tagClock.now))
      yield* tagClock.invalidate(["product:2"])
      assert.strictEqual((yield* cache.lookup("k"))?.value, "answer")
      assert.isUndefined(yield* blind.lookup("k"))
      yield* tagClock.invalidate(["list:trending"])
      assert.isUndefined(yield* cache.lookup("k"))
      assert.strictEqual(yield* cache.find("k"), "invalidated")
      assert.isUndefined(yield* cache.find("nothing"))
      assert.deepInclude(cache.counters(), { invalidated: 2, misses: 3 })
    }).pipe(Effect.provide(layers)),
  )

  it.effect("does not keep what was invalidated while it was made, and keeps what was there", () =>
    Effect.gen(function* () {
      const { cache, tagClock } = yield* setUp
      const since = yield* tagClock.now
      yield* tagClock.invalidate(["product:1"])
      yield* cache.write("k", "new", policy(yield* tagClock.now))
      yield* cache.write("k", "old", policy(since))
      assert.strictEqual((yield* cache.lookup("k"))?.value, "new")
      assert.strictEqual(cache.counters().outdated, 1)
    }).pipe(Effect.provide(layers)),
  )

  it.effect("keeps what carries tags for a day at most", () =>
    Effect.gen(function* () {
      const { cache, tagClock } = yield* setUp
      const since = yield* tagClock.now
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
      const { cache, tagClock } = yield* setUp
      const names = Array.from({ length: 101 }, (_, index) => `${index}`)
      const tags = { names, since: yield* tagClock.now }
      const error = yield* Effect.flip(cache.write("k", "x", { freshForMs: 60_000, tags }))
      assert.strictEqual(error.reason, "not-json")
    }).pipe(Effect.provide(layers)),
  )
})
