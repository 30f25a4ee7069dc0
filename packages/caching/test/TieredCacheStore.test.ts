import { assert, describe, it } from "@effect/vitest"
import { Context, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { type ChannelListener, RedisSubscriber } from "@manga-assist/connections"
import { CacheStore, RedisCacheStore, TieredCacheStore } from "../src/index.ts"
import { cacheStoreSuite } from "./cacheStoreSuite.ts"
import { redisAbsent, redisDouble, redisState, type RedisState } from "./redisDouble.ts"

const tiered = (state: RedisState) =>
  TieredCacheStore.layer({ nearMs: 5_000 }).pipe(Layer.provide(redisDouble(state)))
/** One more instance over the same Redis. */
const instance = (state: RedisState) =>
  Effect.map(Layer.build(Layer.fresh(tiered(state))), (context) => Context.get(context, CacheStore))

cacheStoreSuite("tiered, Redis at hand", tiered(redisState()), TestClock.adjust)
cacheStoreSuite(
  "tiered, Redis not configured",
  TieredCacheStore.layer().pipe(Layer.provide(redisAbsent)),
  TestClock.adjust,
)
cacheStoreSuite(
  "redis double",
  RedisCacheStore.layer().pipe(Layer.provide(redisDouble(redisState()))),
  TestClock.adjust,
)

describe("TieredCacheStore", () => {
  it.effect("asks Redis once for a hot key, and sees another instance's write in time", () =>
    Effect.gen(function* () {
      const state = redisState()
      const [one, two] = [yield* instance(state), yield* instance(state)]
      yield* one.set("k", "old", 600_000)
      for (let turn = 0; turn < 100; turn += 1) assert.strictEqual(yield* two.get("k"), "old")
      assert.strictEqual(state.runs, 2)
      yield* one.set("k", "new", 600_000)
      yield* TestClock.adjust(5_000)
      assert.strictEqual(yield* two.get("k"), "new")
      yield* one.remove("k")
      yield* TestClock.adjust(5_000)
      assert.isUndefined(yield* two.get("k"))
    }),
  )

  it.effect("brings an entry near, and again before its copy is asked for anew", () =>
    Effect.gen(function* () {
      const state = redisState()
      const [one, two] = [yield* instance(state), yield* instance(state)]
      yield* one.set("k", "x", 600_000)
      assert.strictEqual(yield* two.bringNear("k"), "x")
      const runs = state.runs
      for (let time = 0; time < 20; time += 1) {
        assert.strictEqual(two.peek("k"), "x")
        assert.strictEqual(yield* two.bringNear("k"), "x")
        yield* TestClock.adjust(1_000)
      }
      // 20 s in halves of 5 s, seen once a second.
      assert.strictEqual(state.runs - runs, 6)
      yield* one.remove("k")
      yield* TestClock.adjust(2_000)
      assert.isUndefined(yield* two.bringNear("k"))
      assert.isUndefined(two.peek("k"))
    }),
  )

  it.effect("brings nothing near where memory never answers alone, or Redis is down", () =>
    Effect.gen(function* () {
      const state = redisState()
      const eager = TieredCacheStore.layer({ nearMs: 0 }).pipe(Layer.provide(redisDouble(state)))
      const never = Context.get(yield* Layer.build(Layer.fresh(eager)), CacheStore)
      yield* never.set("k", "x", 600_000)
      const runs = state.runs
      assert.isUndefined(yield* never.bringNear("k"))
      assert.strictEqual(state.runs, runs)
      const two = yield* instance(state)
      state.way = "refuse"
      assert.isUndefined(yield* two.bringNear("k"))
      state.way = "ok"
      assert.strictEqual(yield* two.bringNear("k"), "x")
    }),
  )

  it.effect("answers from memory, until the entry's own end, while Redis is down", () =>
    Effect.gen(function* () {
      const state = redisState()
      const [one, two] = [yield* instance(state), yield* instance(state)]
      yield* one.set("k", "x", 60_000)
      yield* TestClock.adjust(1_000)
      assert.strictEqual(yield* two.get("k"), "x")
      state.way = "refuse"
      yield* TestClock.adjust(58_000)
      assert.strictEqual(yield* two.get("k"), "x")
      assert.isUndefined(yield* two.get("other"))
      assert.strictEqual(two.counters().failures, 2)
      yield* TestClock.adjust(1_000)
      assert.isUndefined(yield* two.get("k"))
    }),
  )

  it.effect("says that a write did not reach Redis, and keeps it in memory", () =>
    Effect.gen(function* () {
      const state = redisState()
      const store = yield* instance(state)
      state.way = "refuse"
      const error = yield* Effect.flip(store.set("k", "x", 60_000))
      assert.deepStrictEqual([error.operation, error.reason], ["set", "unavailable"])
      assert.strictEqual(yield* store.get("k"), "x")
      assert.strictEqual((yield* Effect.flip(store.remove("k"))).operation, "remove")
      assert.isUndefined(yield* store.get("k"))
    }),
  )

  it.effect("does not take one stall, in which many reads are late at once, for an outage", () =>
    Effect.gen(function* () {
      const state = redisState()
      const store = yield* instance(state)
      yield* store.set("k", "x", 60_000)
      yield* TestClock.adjust(6_000)
      state.way = "hang"
      const asking = yield* Effect.forEach(
        Array.from({ length: 20 }, (_, at) => `k${at}`),
        (key) => Effect.forkChild(store.get(key), { startImmediately: true }),
      )
      yield* TestClock.adjust(50)
      for (const fiber of asking) assert.isUndefined(yield* Fiber.join(fiber))
      state.way = "ok"
      const before = state.runs
      assert.strictEqual(yield* store.get("k"), "x")
      assert.strictEqual(state.runs, before + 1)
    }),
  )

  it.effect("waits for a silent Redis no longer than its deadline, and not again and again", () =>
    Effect.gen(function* () {
      const state = redisState()
      const store = yield* instance(state)
      state.way = "hang"
      for (let turn = 0; turn < 5; turn += 1) {
        const asking = yield* Effect.forkChild(store.get("k"), { startImmediately: true })
        yield* TestClock.adjust(50)
        assert.isDefined(asking.pollUnsafe())
        assert.isUndefined(yield* Fiber.join(asking))
      }
      const runs = state.runs
      for (let turn = 0; turn < 100; turn += 1) assert.isUndefined(yield* store.get("k"))
      assert.strictEqual(state.runs, runs)
      state.way = "ok"
      yield* TestClock.adjust(1_000)
      yield* store.set("k", "x", 60_000)
      yield* TestClock.adjust(5_000)
      assert.strictEqual(yield* store.get("k"), "x")
      assert.isAbove(state.runs, runs + 1)
    }),
  )

  it.effect("takes bytes that it did not write for a miss", () =>
    Effect.gen(function* () {
      const state = redisState()
      const store = yield* instance(state)
      for (const bytes of [[], [9, 1, 2], [2, 1, 2], [0, 0xff]]) {
        state.entries.set("cache:k", { bytes: Buffer.from(bytes), expiresAt: 1e9 })
        assert.isUndefined(yield* store.get("k"))
      }
      yield* store.set("k", "x".repeat(10_000), 60_000)
      assert.isBelow(state.entries.get("cache:k")?.bytes.length ?? Infinity, 200)
      assert.strictEqual(yield* (yield* instance(state)).get("k"), "x".repeat(10_000))
    }),
  )
})

describe("TieredCacheStore that is told of changes", () => {
  it.effect("keeps no copy of what changed while it was asked for", () =>
    Effect.gen(function* () {
      const state = redisState()
      let listener: ChannelListener | undefined
      const subscriber = Layer.succeed(RedisSubscriber, {
        configured: true,
        subscribe: (_channel, heard) =>
          Effect.sync(() => {
            listener = heard
            heard.onStanding?.(true)
          }),
      })
      const store = Context.get(
        yield* Layer.build(
          TieredCacheStore.layerNotified({ nearMs: 3_600_000 }).pipe(
            Layer.provide(Layer.merge(redisDouble(state), subscriber)),
          ),
        ),
        CacheStore,
      )
      const elsewhere = yield* instance(state)
      yield* elsewhere.set("k", "old", 600_000)
      state.onRead = () => listener?.onMessage("another k")
      assert.strictEqual(yield* store.get("k"), "old")
      delete state.onRead
      yield* elsewhere.set("k", "new", 600_000)
      assert.strictEqual(yield* store.get("k"), "new")
      const { runs } = state
      assert.strictEqual(yield* store.get("k"), "new")
      assert.strictEqual(state.runs, runs)
    }),
  )
})
