/** What every `CacheStore` promises, whatever stands behind it. */
import { assert, layer } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { CacheStore, type CacheError } from "../src/index.ts"

/** `wait` lets so many milliseconds pass for the store: on the test clock, or really. */
export const cacheStoreSuite = (
  name: string,
  store: Layer.Layer<CacheStore>,
  wait: (ms: number) => Effect.Effect<void>,
): void => {
  layer(store, { excludeTestServices: name.includes("real") })(`CacheStore: ${name}`, (it) => {
    const use = <A>(f: (store: typeof CacheStore.Service) => Effect.Effect<A, CacheError>) =>
      Effect.flatMap(CacheStore, f)

    it.effect("has nothing under an unknown key", () =>
      Effect.gen(function* () {
        assert.isUndefined(yield* use((store) => store.get("unknown")))
      }),
    )

    it.effect("gives back what was set, replaced, removed", () =>
      Effect.gen(function* () {
        yield* use((store) => store.set("a", "one", 60_000))
        assert.strictEqual(yield* use((store) => store.get("a")), "one")
        yield* use((store) => store.set("a", "two", 60_000))
        assert.strictEqual(yield* use((store) => store.get("a")), "two")
        yield* use((store) => store.remove("a"))
        assert.isUndefined(yield* use((store) => store.get("a")))
        yield* use((store) => store.remove("a"))
      }),
    )

    it.effect("forgets an entry when its time is over, however often it is read", () =>
      Effect.gen(function* () {
        yield* use((store) => store.set("short", "x", 300))
        yield* use((store) => store.set("long", "y", 60_000))
        yield* wait(200)
        assert.strictEqual(yield* use((store) => store.get("short")), "x")
        yield* wait(200)
        assert.isUndefined(yield* use((store) => store.get("short")))
        assert.strictEqual(yield* use((store) => store.get("long")), "y")
      }),
    )

    it.effect("warms what it can keep in memory, and counts nothing for it", () =>
      Effect.gen(function* () {
        const store = yield* CacheStore
        yield* store.set("wanted", "x", 60_000)
        const before = { ...store.counters() }
        assert.isUndefined(yield* store.warm("nowhere"))
        const warmed = yield* store.warm("wanted")
        assert.deepStrictEqual(store.counters(), before)
        assert.strictEqual(store.getInMemory("wanted"), warmed)
        assert.include([undefined, "x"], warmed)
      }),
    )

    it.effect("takes the time of the last write", () =>
      Effect.gen(function* () {
        yield* use((store) => store.set("again", "x", 100))
        yield* use((store) => store.set("again", "x", 60_000))
        yield* wait(300)
        assert.strictEqual(yield* use((store) => store.get("again")), "x")
      }),
    )

    it.effect("keeps nothing for no time", () =>
      Effect.gen(function* () {
        for (const ttlMs of [0, -1, Number.NaN]) {
          yield* use((store) => store.set("never", "x", 60_000))
          yield* use((store) => store.set("never", "x", ttlMs))
          assert.isUndefined(yield* use((store) => store.get("never")))
        }
      }),
    )

    it.effect("reads from memory nothing that `get` would not find", () =>
      Effect.gen(function* () {
        const getInMemory = (key: string) =>
          Effect.map(CacheStore, (store) => store.getInMemory(key))
        const isGot = (seen: string | undefined, got: string) => seen === undefined || seen === got
        assert.isUndefined(yield* getInMemory("inMemory"))
        yield* use((store) => store.set("inMemory", "one", 300))
        assert.strictEqual(yield* use((store) => store.get("inMemory")), "one")
        assert.isTrue(isGot(yield* getInMemory("inMemory"), "one"))
        yield* use((store) => store.set("inMemory", "two", 300))
        assert.isTrue(isGot(yield* getInMemory("inMemory"), "two"))
        yield* wait(400)
        assert.isUndefined(yield* getInMemory("inMemory"))
        yield* use((store) => store.set("inMemory", "three", 60_000))
        yield* use((store) => store.remove("inMemory"))
        assert.isUndefined(yield* getInMemory("inMemory"))
      }),
    )

    it.effect(
      "keeps the last of what is written to one key at once, and nothing that is removed after",
      () =>
        Effect.gen(function* () {
          const store = yield* CacheStore
          yield* Effect.all(
            [
              store.set("same", "one", 60_000),
              store.set("same", "two", 60_000),
              store.set("gone", "x", 60_000),
              store.remove("gone"),
            ],
            { concurrency: "unbounded" },
          )
          assert.strictEqual(yield* store.get("same"), "two")
          assert.isUndefined(yield* store.get("gone"))
        }),
    )

    it.effect("keeps any text under any key", () =>
      Effect.gen(function* () {
        const texts = ["", " ", "\0\n\r", "巨人の進撃 😀", "12 34", "x".repeat(300_000)]
        for (const [index, text] of texts.entries()) {
          yield* use((store) => store.set(`text ${index}\n{}日本`, text, 60_000))
        }
        for (const [index, text] of texts.entries()) {
          assert.strictEqual(yield* use((store) => store.get(`text ${index}\n{}日本`)), text)
        }
        const longKey = "k".repeat(100_000)
        yield* use((store) => store.set(longKey, "long", 60_000))
        assert.strictEqual(yield* use((store) => store.get(longKey)), "long")
        assert.isUndefined(yield* use((store) => store.get(`${longKey}k`)))
      }),
    )

    it.effect("serves many callers at once", () =>
      Effect.gen(function* () {
        const keys = Array.from({ length: 200 }, (_, index) => `many-${index}`)
        yield* Effect.forEach(keys, (key) => use((store) => store.set(key, key, 60_000)), {
          concurrency: "unbounded",
          discard: true,
        })
        const values = yield* Effect.forEach(keys, (key) => use((store) => store.get(key)), {
          concurrency: "unbounded",
        })
        assert.deepStrictEqual(values, keys)
      }),
    )
  })
}
