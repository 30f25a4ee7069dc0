/** Bytes that were read before are not unpacked again; others are judged anew, whatever lay there before. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { CacheStore, RedisCacheStore } from "../src/index.ts"
import { seal } from "../src/stores/Sealed.ts"
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

  it.effect("takes what nobody here wrote for corrupt, however short, large or well sealed", () => {
    const state = redisState()
    const store = RedisCacheStore.layer({ maxValueBytes: 1_000 }).pipe(
      Layer.provide(redisDouble(state)),
    )
    return Effect.gen(function* () {
      const { get, set } = yield* CacheStore
      const put = (bytes: Buffer) => state.entries.set("cache:k", { bytes, expiresAt: 60_000 })
      const reason = Effect.map(Effect.flip(get("k")), (error) => error.reason)
      for (const bytes of [[0xc1], [0xc1, 1, 2, 3], [0xc1, 1, 2, 3, 4]]) {
        put(Buffer.from(bytes))
        assert.strictEqual(yield* reason, "corrupt", bytes.join())
      }
      // By a codec that this version does not know, and not a text.
      for (const content of [[9, 1, 2], [], [0, 0xff]]) {
        put(seal("cache:k", Buffer.from(content)))
        assert.strictEqual(yield* reason, "corrupt", content.join())
      }
      yield* set("k", "x".repeat(10_000), 60_000)
      assert.isBelow(state.entries.get("cache:k")?.bytes.length ?? Infinity, 1_000)
      assert.strictEqual(yield* reason, "corrupt")
    }).pipe(Effect.provide(store))
  })
})
