/** What every `TagClock` promises to the instances that share it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, type Scope } from "effect"
import type { CacheError } from "../src/index.ts"
import type { TagClock, TagStamp } from "../src/tags/TagClock.ts"
import { until } from "./realRedis.ts"

type Clock = typeof TagClock.Service

/** `instances` gives one more instance each time, all sharing what they share. */
export const tagClockSuite = (
  name: string,
  instances: Effect.Effect<Effect.Effect<Clock, unknown, Scope.Scope>, unknown, Scope.Scope>,
): void => {
  describe(`TagClock: ${name}`, () => {
    it.live("holds until a tag is invalidated, and again when read anew", () =>
      Effect.gen(function* () {
        const clock = yield* yield* instances
        const before = yield* clock.now
        yield* clock.register(["a", "b"], before)
        assert.isTrue(yield* clock.holds(["a", "b"], before))
        yield* clock.invalidate(["b", "c"])
        assert.isTrue(yield* clock.holds(["a"], before))
        assert.isFalse(yield* clock.holds(["a", "b"], before))
        const after = yield* clock.now
        yield* clock.register(["a", "b"], after)
        assert.isTrue(yield* clock.holds(["a", "b"], after))
      }),
    )

    it.live("peeks at nothing else than it would be told", () =>
      Effect.gen(function* () {
        const next = yield* instances
        const [one, two] = [yield* next, yield* next]
        const stamp = yield* two.now
        yield* one.register(["a", "b"], stamp)
        assert.isTrue(yield* two.holds(["a", "b"], stamp))
        assert.notStrictEqual(two.peekHolds(["a", "b"], stamp), false)
        yield* one.invalidate(["a"])
        yield* until(Effect.map(two.holds(["a"], stamp), (holds) => !holds))
        assert.notStrictEqual(two.peekHolds(["a", "b"], stamp), true)
        assert.notStrictEqual(two.peekHolds(["b"], stamp), false)
        assert.notStrictEqual(two.peekHolds(["b"], { ...stamp, era: "another" }), true)
      }),
    )

    it.live("does not hold when the invalidation came between reading and writing", () =>
      Effect.gen(function* () {
        const clock = yield* yield* instances
        const read = yield* clock.now
        yield* clock.invalidate(["price"])
        yield* clock.register(["price"], read)
        assert.isFalse(yield* clock.holds(["price"], read))
      }),
    )

    it.live("tells the other instances, those that come later too", () =>
      Effect.gen(function* () {
        const next = yield* instances
        const [one, two] = [yield* next, yield* next]
        const stamp = yield* two.now
        yield* one.register(["a", "b"], stamp)
        assert.isTrue(yield* two.holds(["a", "b"], stamp))
        yield* one.invalidate(["a"])
        yield* until(Effect.map(two.holds(["a"], stamp), (holds) => !holds))
        assert.isTrue(yield* two.holds(["b"], stamp))
        const three = yield* next
        assert.isFalse(yield* three.holds(["a"], stamp))
        assert.isTrue(yield* three.holds(["b"], stamp))
      }),
    )

    it.live("does not take another counting's stamp", () =>
      Effect.gen(function* () {
        const clock = yield* yield* instances
        const { number } = yield* clock.now
        assert.isFalse(yield* clock.holds(["a"], { era: "another", number: number + 1 }))
      }),
    )

    it.live("takes tags of any form, and no more than 100", () =>
      Effect.gen(function* () {
        const clock = yield* yield* instances
        const stamp = yield* clock.now
        const tags = ["", " ", "\0\n", "日本", "sha256:x", "x".repeat(100_000)]
        yield* clock.register(tags, stamp)
        yield* clock.invalidate([`${"x".repeat(100_000)}y`])
        assert.isTrue(yield* clock.holds(tags, stamp))
        for (const tag of tags) {
          const now = yield* clock.now
          yield* clock.register([tag], now)
          yield* clock.invalidate([tag])
          assert.isFalse(yield* clock.holds([tag], now))
        }
        const many = Array.from({ length: 101 }, (_, index) => `${index}`)
        const refused = (self: Effect.Effect<void, CacheError>) =>
          Effect.map(Effect.flip(self), (error) => error.reason)
        assert.strictEqual(yield* refused(clock.invalidate(many)), "too-many-tags")
        assert.strictEqual(yield* refused(clock.register(many, stamp)), "too-many-tags")
      }),
    )

    it.live("never holds what was invalidated later, whoever invalidates and whoever asks", () =>
      Effect.gen(function* () {
        const next = yield* instances
        const clocks = [yield* next, yield* next, yield* next]
        const tags = ["a", "b", "c", "d"]
        const entries: Array<{ tags: ReadonlyArray<string>; stamp: TagStamp; over: boolean }> = []
        let state = 7
        const pick = (below: number) => {
          state = (state * 48_271) % 2_147_483_647
          return state % below
        }
        const clock = () => clocks[pick(clocks.length)] ?? clocks[0]!
        for (let step = 0; step < 150; step += 1) {
          const some = tags.filter(() => pick(2) === 0)
          if (pick(3) > 0) {
            const stamp = yield* clock().now
            yield* clock().register(some, stamp)
            entries.push({ tags: some, stamp, over: false })
          } else {
            yield* clock().invalidate(some)
            for (const entry of entries) {
              if (entry.tags.some((tag) => some.includes(tag))) entry.over = true
            }
          }
        }
        yield* clock().register(tags, yield* clock().now)
        const late = yield* next
        const asked = [...clocks, late]
        const wrong = Effect.map(
          Effect.forEach(
            entries.filter(({ over }) => over),
            (entry) => Effect.forEach(asked, (each) => each.holds(entry.tags, entry.stamp)),
          ),
          (held) => held.flat().filter(Boolean).length,
        )
        yield* until(Effect.map(wrong, (count) => count === 0))
        for (const each of asked) {
          yield* until(Effect.flatMap(late.now, (now) => each.holds(tags, now)))
        }
        assert.isAbove(entries.filter(({ over }) => over).length, 20)
      }),
    )
  })
}
