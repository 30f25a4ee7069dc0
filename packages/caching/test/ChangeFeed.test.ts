/** When a change feed is live, on the test clock, over a Redis and tag versions that fail as they are told. */
import { assert, describe, it } from "@effect/vitest"
import { ConnectionError, RedisConnection } from "@manga-assist/connections"
import { Clock, Context, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import type { Redis } from "ioredis"
import { CacheError, ChangeFeed, TagVersions } from "../src/index.ts"

const setting = (way: { redis?: "ok" | "down"; tags?: "ok" | "down" } = {}) => {
  const seen = {
    redis: way.redis ?? "ok",
    tags: way.tags ?? "ok",
    invalidated: [] as Array<ReadonlyArray<string>>,
    tries: 0,
    leaseUntil: 0,
    /** Happens after Redis told the time, before the answer arrives. */
    onTime: () => {},
  }
  const connection = Layer.effect(
    RedisConnection,
    Effect.map(Clock.Clock, (clock) => {
      const commands = {
        time: () => {
          const now = clock.currentTimeMillisUnsafe()
          seen.onTime()
          return Promise.resolve([Math.floor(now / 1_000), (now % 1_000) * 1_000])
        },
        set: (_key: string, _value: string, _at: "PXAT", endsAt: number) => {
          seen.leaseUntil = endsAt
          return Promise.resolve("OK")
        },
      }
      return RedisConnection.of({
        configured: true,
        run: (operation, _deadlineMs, use) =>
          Effect.suspend(() =>
            seen.redis === "down"
              ? Effect.fail(
                  new ConnectionError({
                    service: "redis",
                    operation,
                    reason: "refused",
                    detail: "",
                  }),
                )
              : // Two of the many commands of the client.
                Effect.promise(() => use(commands as unknown as Redis)),
          ),
      })
    }),
  )
  const tags = Layer.effect(
    TagVersions,
    Effect.map(TagVersions, (versions) =>
      TagVersions.of({
        ...versions,
        invalidate: (names) =>
          Effect.suspend(() => {
            seen.tries += 1
            if (seen.tags === "down") {
              return Effect.fail(new CacheError({ reason: "unavailable", operation: "invalidate" }))
            }
            seen.invalidated.push(names)
            return Effect.void
          }),
      }),
    ),
  ).pipe(Layer.provide(TagVersions.layerMemory()))
  const start = Effect.map(
    Layer.build(ChangeFeed.layer({ everything: ["all"] }).pipe(Layer.provide([connection, tags]))),
    (context) => Context.get(context, ChangeFeed),
  )
  const live = Effect.map(Clock.currentTimeMillis, (now) => now < seen.leaseUntil)
  return { seen, start, live }
}

/** The double's promises settle between the steps. */
const pass = (ms: number) =>
  Effect.gen(function* () {
    for (let left = ms; left > 0; left -= 100) {
      yield* TestClock.adjust(Math.min(100, left))
      yield* Effect.promise(() => Promise.resolve())
      yield* Effect.yieldNow
    }
  })

describe("a change feed", () => {
  it.effect("is live once everything before it is over, and for 3 s at a time", () =>
    Effect.gen(function* () {
      const { seen, start, live } = setting({ tags: "down" })
      yield* start
      yield* pass(2_000)
      assert.isFalse(yield* live, "nobody knows what changed before")
      seen.tags = "ok"
      yield* pass(200)
      assert.deepStrictEqual(seen.invalidated, [["all"]])
      assert.isTrue(yield* live)
      yield* pass(10_000)
      assert.isTrue(yield* live)
      seen.redis = "down"
      yield* pass(3_000)
      assert.isFalse(yield* live)
    }),
  )

  it.effect("calls a change done when its tags are over", () =>
    Effect.gen(function* () {
      const { seen, start, live } = setting()
      const feed = yield* start
      yield* pass(200)
      yield* feed.changed(["a", "b"])
      assert.deepStrictEqual(seen.invalidated.at(-1), ["a", "b"])
      assert.strictEqual(feed.pending(), 0)
      assert.isTrue(yield* live)
      yield* feed.changed([])
      assert.strictEqual(seen.invalidated.length, 2)
    }),
  )

  it.effect("else when it is no longer live, and it is live again only when nothing is owed", () =>
    Effect.gen(function* () {
      const { seen, start, live } = setting()
      const feed = yield* start
      yield* pass(200)
      seen.tags = "down"
      const change = yield* Effect.forkChild(feed.changed(["a"]), { startImmediately: true })
      const interrupted = yield* Effect.forkChild(feed.changed(["b"]), { startImmediately: true })
      yield* Fiber.interrupt(interrupted)
      for (let waited = 0; change.pollUnsafe() === undefined; waited += 100) {
        assert.isBelow(waited, 3_500)
        yield* pass(100)
      }
      assert.isFalse(yield* live)
      yield* pass(5_000)
      assert.isFalse(yield* live)
      assert.strictEqual(feed.pending(), 2)
      yield* feed.changed(["c"])
      seen.tags = "ok"
      yield* pass(300)
      assert.deepStrictEqual(seen.invalidated.at(-1), ["a", "b", "c"])
      assert.strictEqual(feed.pending(), 0)
      assert.isTrue(yield* live)
    }),
  )

  it.effect("does not renew its lease when a change came while it asked for the time", () =>
    Effect.gen(function* () {
      const { seen, start } = setting()
      const feed = yield* start
      yield* pass(200)
      const before = seen.leaseUntil
      seen.tags = "down"
      seen.onTime = () => {
        Effect.runFork(feed.changed(["late"]))
        seen.onTime = () => {}
      }
      yield* pass(5_000)
      assert.strictEqual(seen.leaseUntil, before)
    }),
  )

  it.effect("takes more changes than it can remember for a change of everything", () =>
    Effect.gen(function* () {
      const { seen, start } = setting({ tags: "down" })
      const feed = yield* start
      yield* pass(100)
      for (let count = 0; count < 10_050; count += 1) {
        yield* Effect.forkChild(feed.changed([`${count}`]), { startImmediately: true })
      }
      assert.isBelow(feed.pending(), 100)
      seen.tags = "ok"
      yield* pass(500)
      assert.strictEqual(feed.pending(), 0)
      assert.include(seen.invalidated[0] ?? [], "all")
    }),
  )

  it.effect(
    "puts at most 100 tags into one invalidation, and a change of more into everything",
    () =>
      Effect.gen(function* () {
        const { seen, start } = setting({ tags: "down" })
        const feed = yield* start
        const many = (count: number, name: string) =>
          Array.from({ length: count }, (_, index) => `${name}${index}`)
        for (const change of [many(60, "a"), many(60, "b"), many(101, "c")]) {
          yield* Effect.forkChild(feed.changed(change), { startImmediately: true })
        }
        seen.tags = "ok"
        yield* pass(500)
        assert.deepStrictEqual(
          seen.invalidated.map((tags) => tags.length),
          [61, 61],
        )
        assert.include(seen.invalidated[1] ?? [], "all")
      }),
  )
})
