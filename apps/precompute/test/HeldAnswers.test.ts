import { assert, describe, it } from "@effect/vitest"
import { CacheError, CacheStore, TagVersions } from "@manga-assist/caching"
import { Effect, Layer } from "effect"
import { HeldAnswers } from "../src/answers/HeldAnswers.ts"

const entry = (tags?: object) =>
  JSON.stringify({ version: 2, storedAt: 5, freshForMs: 60_000, staleForMs: 0, tags, value: {} })

const failing = (reason: "corrupt" | "unavailable") =>
  Layer.effect(
    TagVersions,
    Effect.map(TagVersions, (versions) =>
      TagVersions.of({
        ...versions,
        areCurrent: () => Effect.fail(new CacheError({ reason, operation: "check-tags" })),
      }),
    ),
  ).pipe(Layer.provide(TagVersions.layerMemory()))

const over = (tagVersions: Layer.Layer<TagVersions>) =>
  HeldAnswers.layer.pipe(Layer.provideMerge([CacheStore.layerMemory(), tagVersions]))

const holding = Effect.fnUntraced(function* (names: ReadonlyArray<string>) {
  const store = yield* CacheStore
  yield* store.set("plain", entry(), 60_000)
  yield* store.set("tagged", entry({ names, epoch: "memory", number: 0 }), 60_000)
  return yield* HeldAnswers
})

describe("an entry that is held", () => {
  const held = { storedAt: 5, freshForMs: 60_000 }

  it.effect("is none once something that it depends on was changed", () =>
    Effect.gen(function* () {
      const answers = yield* holding(["product:1"])
      assert.deepStrictEqual(yield* answers.held("tagged"), held)
      yield* (yield* TagVersions).invalidate(["product:2"])
      assert.deepStrictEqual(yield* answers.held("tagged"), held)
      yield* (yield* TagVersions).invalidate(["product:1"])
      assert.isUndefined(yield* answers.held("tagged"))
      assert.deepStrictEqual(yield* answers.held("plain"), held)
    }).pipe(Effect.provide(over(TagVersions.layerMemory()))),
  )

  for (const reason of ["unavailable", "corrupt"] as const) {
    it.effect(`is left alone while nobody can tell whether it still holds (${reason})`, () =>
      Effect.gen(function* () {
        const answers = yield* holding(["product:1"])
        assert.strictEqual((yield* Effect.flip(answers.held("tagged"))).reason, "store")
      }).pipe(Effect.provide(over(failing(reason)))),
    )
  }
})
