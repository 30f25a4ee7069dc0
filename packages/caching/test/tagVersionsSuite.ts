/** What every `TagVersions` promises to the instances that share it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, type Scope } from "effect"
import type { CacheError } from "../src/index.ts"
import type { TagVersions, VersionStamp } from "../src/tags/TagVersions.ts"
import { until } from "./realRedis.ts"

type Versions = typeof TagVersions.Service

/** `makeInstances` gives one more instance each time, all sharing what they share. */
export const tagVersionsSuite = (
  name: string,
  makeInstances: Effect.Effect<Effect.Effect<Versions, unknown, Scope.Scope>, unknown, Scope.Scope>,
): void => {
  describe(`TagVersions: ${name}`, () => {
    it.live("holds until a tag is invalidated, and again when read anew", () =>
      Effect.gen(function* () {
        const versions = yield* yield* makeInstances
        const before = yield* versions.now
        yield* versions.register(["a", "b"], before)
        assert.isTrue(yield* versions.areCurrent(["a", "b"], before))
        yield* versions.invalidate(["b", "c"])
        assert.isTrue(yield* versions.areCurrent(["a"], before))
        assert.isFalse(yield* versions.areCurrent(["a", "b"], before))
        const after = yield* versions.now
        yield* versions.register(["a", "b"], after)
        assert.isTrue(yield* versions.areCurrent(["a", "b"], after))
      }),
    )

    it.live("reads from memory nothing else than it would be told", () =>
      Effect.gen(function* () {
        const next = yield* makeInstances
        const [one, two] = [yield* next, yield* next]
        const stamp = yield* two.now
        yield* one.register(["a", "b"], stamp)
        assert.isTrue(yield* two.areCurrent(["a", "b"], stamp))
        assert.notStrictEqual(two.areCurrentInMemory(["a", "b"], stamp), false)
        yield* one.invalidate(["a"])
        yield* until(Effect.map(two.areCurrent(["a"], stamp), (current) => !current))
        assert.notStrictEqual(two.areCurrentInMemory(["a", "b"], stamp), true)
        assert.notStrictEqual(two.areCurrentInMemory(["b"], stamp), false)
        assert.notStrictEqual(two.areCurrentInMemory(["b"], { ...stamp, epoch: "another" }), true)
      }),
    )

    it.live("does not hold when the invalidation came between reading and writing", () =>
      Effect.gen(function* () {
        const versions = yield* yield* makeInstances
        const read = yield* versions.now
        yield* versions.invalidate(["price"])
        yield* versions.register(["price"], read)
        assert.isFalse(yield* versions.areCurrent(["price"], read))
      }),
    )

    it.live("tells the other instances, those that come later too", () =>
      Effect.gen(function* () {
        const next = yield* makeInstances
        const [one, two] = [yield* next, yield* next]
        const stamp = yield* two.now
        yield* one.register(["a", "b"], stamp)
        assert.isTrue(yield* two.areCurrent(["a", "b"], stamp))
        yield* one.invalidate(["a"])
        yield* until(Effect.map(two.areCurrent(["a"], stamp), (current) => !current))
        assert.isTrue(yield* two.areCurrent(["b"], stamp))
        const three = yield* next
        assert.isFalse(yield* three.areCurrent(["a"], stamp))
        assert.isTrue(yield* three.areCurrent(["b"], stamp))
      }),
    )

    it.live("does not take another counting's stamp", () =>
      Effect.gen(function* () {
        const versions = yield* yield* makeInstances
        const { number } = yield* versions.now
        assert.isFalse(yield* versions.areCurrent(["a"], { epoch: "another", number: number + 1 }))
      }),
    )

    it.live("takes tags of any form, and no more than 100", () =>
      Effect.gen(function* () {
        const versions = yield* yield* makeInstances
        const stamp = yield* versions.now
        const tags = ["", " ", "\0\n", "日本", "sha256:x", "x".repeat(100_000)]
        yield* versions.register(tags, stamp)
        yield* versions.invalidate([`${"x".repeat(100_000)}y`])
        assert.isTrue(yield* versions.areCurrent(tags, stamp))
        for (const tag of tags) {
          const now = yield* versions.now
          yield* versions.register([tag], now)
          yield* versions.invalidate([tag])
          assert.isFalse(yield* versions.areCurrent([tag], now))
        }
        const many = Array.from({ length: 101 }, (_, index) => `${index}`)
        const refused = (self: Effect.Effect<void, CacheError>) =>
          Effect.map(Effect.flip(self), (error) => error.reason)
        assert.strictEqual(yield* refused(versions.invalidate(many)), "too-many-tags")
        assert.strictEqual(yield* refused(versions.register(many, stamp)), "too-many-tags")
      }),
    )

    it.live("never holds what was invalidated later, whoever invalidates and whoever asks", () =>
      Effect.gen(function* () {
        const next = yield* makeInstances
        const instances = [yield* next, yield* next, yield* next]
        const tags = ["a", "b", "c", "d"]
        const entries: Array<{ tags: ReadonlyArray<string>; stamp: VersionStamp; over: boolean }> =
          []
        let state = 7
        const pick = (below: number) => {
          state = (state * 48_271) % 2_147_483_647
          return state % below
        }
        const versions = () => instances[pick(instances.length)] ?? instances[0]!
        for (let step = 0; step < 150; step += 1) {
          const some = tags.filter(() => pick(2) === 0)
          if (pick(3) > 0) {
            const stamp = yield* versions().now
            yield* versions().register(some, stamp)
            entries.push({ tags: some, stamp, over: false })
          } else {
            yield* versions().invalidate(some)
            for (const entry of entries) {
              if (entry.tags.some((tag) => some.includes(tag))) entry.over = true
            }
          }
        }
        yield* versions().register(tags, yield* versions().now)
        const late = yield* next
        const asked = [...instances, late]
        const wrong = Effect.map(
          Effect.forEach(
            entries.filter(({ over }) => over),
            (entry) => Effect.forEach(asked, (each) => each.areCurrent(entry.tags, entry.stamp)),
          ),
          (held) => held.flat().filter(Boolean).length,
        )
        yield* until(Effect.map(wrong, (count) => count === 0))
        for (const each of asked) {
          yield* until(Effect.flatMap(late.now, (now) => each.areCurrent(tags, now)))
        }
        assert.isAbove(entries.filter(({ over }) => over).length, 20)
      }),
    )
  })
}
