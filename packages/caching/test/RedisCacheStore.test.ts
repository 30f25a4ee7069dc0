/** Bytes that were read before are not unpacked again; others are judged anew, whatever lay there before. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { CacheStore, RedisCacheStore } from "../src/index.ts"
import { redisDouble, redisState } from "./redisDouble.ts"

describe("RedisCacheStore", () => {
  it.effect("judges each change of what it has read before", () => {
    const state = redisState()
    const layer = RedisCacheStore.layer().pipe(Layer.provide(redisDouble(state)))
    const text = "sound ".repeat(200)
    return Effect.gen(function* () {
      const store = yield* CacheStore
      yield* store.set("a", text, 60_000)
      yield* store.set("b", "another", 60_000)
      const [a, b] = ["cache:a", "cache:b"].map((key) => state.entries.get(key))
      assert(a !== undefined && b !== undefined)
      const sound = Buffer.from(a.bytes)
      const put = (bytes: Buffer) => state.entries.set("cache:a", { ...a, bytes })
      for (let time = 0; time < 3; time += 1) assert.strictEqual(yield* store.get("a"), text)
      for (let index = 0; index < sound.length; index += 1) {
        const poisoned = Buffer.from(sound)
        poisoned[index] = (poisoned[index] ?? 0) ^ 1
        put(poisoned)
        assert.strictEqual((yield* Effect.flip(store.get("a"))).reason, "corrupt")
      }
      put(b.bytes)
      assert.strictEqual((yield* Effect.flip(store.get("a"))).reason, "corrupt")
      put(sound.subarray(0, -1))
      assert.strictEqual((yield* Effect.flip(store.get("a"))).reason, "corrupt")
      put(sound)
      assert.strictEqual(yield* store.get("a"), text)
      yield* store.set("a", "newer", 60_000)
      assert.strictEqual(yield* store.get("a"), "newer")
      yield* store.remove("a")
      assert.isUndefined(yield* store.get("a"))
    }).pipe(Effect.provide(layer))
  })
})
