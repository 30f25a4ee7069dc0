/** A turn whose cache cannot be read says so: it does not claim that nobody asked before. */
import { assert, describe, it } from "@effect/vitest"
import { TagVersions } from "@manga-assist/caching"
import { Effect, Layer } from "effect"
import { ask, scriptedStore } from "./scriptedStore.ts"

const text = "Who wrote Vagabond?"

const endWith = (trouble: string | undefined) => {
  const { layer } = scriptedStore({
    tagVersions: Layer.effect(
      TagVersions,
      Effect.map(TagVersions, (versions) =>
        TagVersions.of({ ...versions, trouble: () => trouble }),
      ),
    ).pipe(Layer.provide(TagVersions.layerMemory())),
  })
  return Effect.gen(function* () {
    const last = (yield* ask(text)).at(-1)
    assert(last?.type === "turn-end")
    const { degraded, reason, source, timeline } = last.end
    const recall = timeline.find(({ stage }) => stage === "recall")?.outcome
    return { degraded, reason, recall, source }
  }).pipe(Effect.provide(layer))
}

describe("a look-up", () => {
  it.effect("in a cache that cannot be read is no miss", () =>
    Effect.gen(function* () {
      const end = yield* endWith("connection refused")
      assert.deepInclude(end, {
        degraded: ["recall-failed"],
        recall: "unreadable",
        source: "model",
      })
      assert.match(end.reason ?? "", /cannot be read/)
    }),
  )

  it.effect("in a sound cache is a miss", () =>
    Effect.gen(function* () {
      const end = yield* endWith(undefined)
      assert.deepInclude(end, { degraded: [], recall: "miss", source: "model" })
      assert.match(end.reason ?? "", /^Not answered before/)
    }),
  )
})
