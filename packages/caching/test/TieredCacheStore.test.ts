import { assert, describe, it } from "@effect/vitest"
import { Clock, Context, Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { type ChannelListener, RedisSubscriber } from "@manga-assist/connections"
import { CacheStore, RedisCacheStore, TieredCacheStore } from "../src/index.ts"
import { cacheStoreSuite } from "./cacheStoreSuite.ts"
import { redisAbsent, redisDouble, redisState, type RedisState } from "./redisDouble.ts"

const tiered = (state: RedisState) =>
  TieredCacheStore.layer({ memoryMs: 5_000 }).pipe(Layer.provide(redisDouble(state)))
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

  it.effect("asks Redis once for what nobody has kept", () =>
    Effect.gen(function* () {
      const state = redisState()
      const store = yield* instance(state)
      assert.isUndefined(yield* store.get("nobody's"))
      assert.strictEqual(state.runs, 1)
    }),
  )

  it.effect("warms an entry, and again before its copy is asked for anew", () =>
    Effect.gen(function* () {
      const state = redisState()
      const [one, two] = [yield* instance(state), yield* instance(state)]
      yield* one.set("k", "x", 600_000)
      assert.strictEqual(yield* two.warm("k"), "x")
      const runs = state.runs
      for (let time = 0; time < 20; time += 1) {
        assert.strictEqual(two.getInMemory("k"), "x")
        assert.strictEqual(yield* two.warm("k"), "x")
        yield* TestClock.adjust(1_000)
      }
      // 20 s in halves of 5 s, seen once a second.
      assert.strictEqual(state.runs - runs, 6)
      yield* one.remove("k")
      yield* TestClock.adjust(2_000)
      assert.isUndefined(yield* two.warm("k"))
      assert.isUndefined(two.getInMemory("k"))
    }),
  )

  it.effect("warms nothing where memory never answers alone, or Redis is down", () =>
    Effect.gen(function* () {
      const state = redisState()
      const eager = TieredCacheStore.layer({ memoryMs: 0 }).pipe(Layer.provide(redisDouble(state)))
      const never = Context.get(yield* Layer.build(Layer.fresh(eager)), CacheStore)
      yield* never.set("k", "x", 600_000)
      const runs = state.runs
      assert.isUndefined(yield* never.warm("k"))
      assert.strictEqual(state.runs, runs)
      const two = yield* instance(state)
      state.way = "refuse"
      assert.isUndefined(yield* two.warm("k"))
      state.way = "ok"
      assert.strictEqual(yield* two.warm("k"), "x")
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
      for (let turn = 0; turn < 2; turn += 1) assert.strictEqual(yield* two.get("k"), "x")
      assert.isUndefined(yield* two.get("other"))
      assert.strictEqual(two.counters().failures, 3)
      yield* TestClock.adjust(1_000)
      assert.isUndefined(yield* two.get("k"))
    }),
  )

  it.effect("leaves Redis alone for a second, also when the clock is set back meanwhile", () =>
    Effect.gen(function* () {
      const state = redisState()
      const times = { wall: 10_000_000, since: 0 }
      const clock: Clock.Clock = {
        ...(yield* Clock.Clock),
        currentTimeMillisUnsafe: () => times.wall,
        currentTimeMillis: Effect.sync(() => times.wall),
        monotonicTimeNanosUnsafe: () => BigInt(times.since) * 1_000_000n,
      }
      const pass = (ms: number) => {
        times.wall += ms
        times.since += ms
      }
      yield* Effect.gen(function* () {
        const store = yield* instance(state)
        state.way = "refuse"
        for (let turn = 0; turn < 5; turn += 1) {
          yield* store.get("k")
          pass(50)
        }
        state.way = "ok"
        const { runs } = state
        yield* store.get("k")
        assert.strictEqual(state.runs, runs)
        times.wall -= 3_600_000
        pass(1_000)
        yield* store.get("k")
        assert.strictEqual(state.runs, runs + 1)
      }).pipe(Effect.provideService(Clock.Clock, clock))
    }),
  )

  it.effect("asks again for a copy after its time, wherever the clock is set", () =>
    Effect.gen(function* () {
      const state = redisState()
      const store = yield* instance(state)
      yield* TestClock.setTime(10_000_000)
      yield* store.set("k", "x", 60_000)
      yield* TestClock.setTime(9_000_000)
      const { runs } = state
      assert.strictEqual(yield* store.get("k"), "x")
      assert.strictEqual(state.runs, runs)
      yield* TestClock.adjust(5_000)
      assert.strictEqual(yield* store.get("k"), "x")
      assert.strictEqual(state.runs, runs + 1)
    }),
  )

  it.effect("forgets under any key what Redis has no more", () =>
    Effect.gen(function* () {
      const state = redisState()
      const [one, two] = [yield* instance(state), yield* instance(state)]
      for (const key of ["k", "k".repeat(100_000)]) {
        yield* one.set(key, "x", 60_000)
        assert.strictEqual(yield* two.get(key), "x")
        yield* one.remove(key)
        yield* TestClock.adjust(5_000)
        assert.isUndefined(yield* two.get(key))
        state.way = "refuse"
        assert.isUndefined(yield* two.get(key))
        state.way = "ok"
      }
    }),
  )

  it.effect("answers from memory also while Redis is left alone", () =>
    Effect.gen(function* () {
      const state = redisState()
      const store = yield* instance(state)
      yield* store.set("k", "x", 60_000)
      yield* TestClock.adjust(6_000)
      state.way = "refuse"
      for (let turn = 0; turn < 5; turn += 1) {
        assert.isUndefined(yield* store.get("other"))
        yield* TestClock.adjust(50)
      }
      const { runs } = state
      assert.strictEqual(yield* store.get("k"), "x")
      assert.strictEqual(state.runs, runs)
    }),
  )

  it.effect("does not leave alone a Redis that answers in between", () =>
    Effect.gen(function* () {
      const state = redisState()
      const store = yield* instance(state)
      for (let turn = 0; turn < 20; turn += 1) {
        state.way = turn % 4 === 3 ? "ok" : "refuse"
        const { runs } = state
        yield* store.get(`k${turn}`)
        assert.strictEqual(state.runs, runs + 1, `${turn}`)
        yield* TestClock.adjust(100)
      }
    }),
  )

  it.effect("waits for a write no longer than its deadline", () =>
    Effect.gen(function* () {
      const state = redisState()
      const store = yield* instance(state)
      state.way = "hang"
      const writing = yield* Effect.forkChild(Effect.flip(store.set("k", "x", 60_000)), {
        startImmediately: true,
      })
      // Writes of one moment leave together, in the next.
      yield* Effect.yieldNow
      yield* Effect.yieldNow
      yield* TestClock.adjust(500)
      assert.isDefined(writing.pollUnsafe())
      assert.strictEqual((yield* Fiber.join(writing)).reason, "unavailable")
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

/** One that hears what the test tells it. */
const told = Effect.fnUntraced(function* (state: RedisState) {
  const listeners: Array<ChannelListener> = []
  const subscriber = Layer.succeed(RedisSubscriber, {
    configured: true,
    subscribe: (_channel, heard) =>
      Effect.sync(() => {
        listeners.push(heard)
        heard.onStanding?.(true)
      }),
  })
  const layer = TieredCacheStore.layerNotified({ memoryMs: 3_600_000 }).pipe(
    Layer.provide(Layer.merge(redisDouble(state), subscriber)),
  )
  const store = Context.get(yield* Layer.build(layer), CacheStore)
  const stand = (stands: boolean) => {
    for (const { onStanding } of listeners) onStanding?.(stands)
  }
  const tell = (message: string) => {
    for (const { onMessage } of listeners) onMessage(message)
  }
  /** Whether it asked Redis. */
  const asks = Effect.gen(function* () {
    const { runs } = state
    yield* store.get("k")
    return state.runs > runs
  })
  return { store, stand, tell, asks, elsewhere: yield* instance(state) }
})

describe("TieredCacheStore that is told of changes", () => {
  it.effect("keeps no copy of what changed while it was asked for", () =>
    Effect.gen(function* () {
      const state = redisState()
      const { asks, elsewhere, store, tell } = yield* told(state)
      yield* elsewhere.set("k", "old", 600_000)
      state.onRead = () => tell("another k")
      assert.strictEqual(yield* store.get("k"), "old")
      delete state.onRead
      yield* elsewhere.set("k", "new", 600_000)
      assert.strictEqual(yield* store.get("k"), "new")
      assert.isFalse(yield* asks)
    }),
  )

  it.effect("keeps no copy of what may have changed unheard while it was asked for", () =>
    Effect.gen(function* () {
      const state = redisState()
      const { elsewhere, stand, store } = yield* told(state)
      yield* elsewhere.set("k", "old", 600_000)
      state.onRead = () => {
        stand(false)
        stand(true)
      }
      assert.strictEqual(yield* store.get("k"), "old")
      delete state.onRead
      yield* elsewhere.set("k", "new", 600_000)
      assert.strictEqual(yield* store.get("k"), "new")
    }),
  )

  it.effect("trusts no copy, old or new, while its channel is away", () =>
    Effect.gen(function* () {
      const { asks, stand, store } = yield* told(redisState())
      yield* store.set("k", "x", 600_000)
      assert.isFalse(yield* asks)
      stand(false)
      for (let turn = 0; turn < 3; turn += 1) assert.isTrue(yield* asks)
      stand(true)
      assert.isTrue(yield* asks)
      assert.isFalse(yield* asks)
    }),
  )
})
