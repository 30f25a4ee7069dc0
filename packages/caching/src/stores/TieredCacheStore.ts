/**
 * A `CacheStore` of two tiers: memory of this process (L1) over a shared Redis (L2). Hot keys cost no round trip. For
 * reads a slow or failing L2 is a miss, not an error; writes fail with it.
 *
 * For `memoryMs` after it was last read from L2, an entry is served from L1 alone. With `layer`, another instance's
 * write may go unseen for that time; while L2 does not answer, the copy in L1 is served until the entry's own time to live
 * ends. With `layerNotified`, copies are dropped at once on a notice, and none is served while notices may be lost.
 */
import { Clock, Effect, Layer } from "effect"
import {
  monotonicMs,
  type RedisConnection,
  type RedisSubscriber,
} from "@manga-assist/connections/redis"
import { hearChanges, notHearing, type Hearing } from "./ChangeNotices.ts"
import {
  CacheStore,
  emptyCounters,
  makeMemoryStore,
  type CacheStoreCounters,
  type MemoryStore,
} from "./CacheStore.ts"
import { makeRedisStore, type RedisStore, type RedisStoreOptions } from "./RedisCacheStore.ts"
import type { MemoryOptions } from "./StoreOptions.ts"
import { storeKey } from "./StoreKey.ts"

export interface TieredOptions extends MemoryOptions, RedisStoreOptions {
  /** How long memory answers alone, in milliseconds; 5,000 unless given. */
  readonly memoryMs?: number | undefined
}

/**
 * After so many failures in a row, over so long a time, the shared store is left alone for `PAUSE_MS`. One stall
 * lets all reads under way fail at the same moment: that alone is no outage.
 */
const FAILURES_BEFORE_PAUSE = 5
const FAILING_FOR_MS = 200
const PAUSE_MS = 1_000

export const TieredCacheStore = {
  /** Memory alone where Redis is not configured. Reads never fail; writes fail with Redis. */
  layer: (options: TieredOptions = {}): Layer.Layer<CacheStore, never, RedisConnection> =>
    Layer.effect(
      CacheStore,
      Effect.gen(function* () {
        const memory = yield* makeMemoryStore(options)
        const far = yield* makeRedisStore(options)
        return far === undefined ? memory : yield* tiered(memory, far, options, notHearing)
      }),
    ),

  /** As `layer`, with the instances telling each other of every write and removal. */
  layerNotified: (
    options: TieredOptions = {},
  ): Layer.Layer<CacheStore, never, RedisConnection | RedisSubscriber> =>
    Layer.effect(
      CacheStore,
      Effect.gen(function* () {
        const memory = yield* makeMemoryStore(options)
        const { channel, hearing } = yield* hearChanges(options.prefix, memory)
        const far = yield* makeRedisStore(options, channel)
        return far === undefined ? memory : yield* tiered(memory, far, options, hearing)
      }),
    ),
}

const tiered = Effect.fnUntraced(function* (
  memory: MemoryStore,
  far: RedisStore,
  options: TieredOptions,
  hearing: Hearing,
) {
  const nowMs = monotonicMs(yield* Clock.Clock)
  const memoryMs = options.memoryMs ?? 5_000
  const counters: CacheStoreCounters = emptyCounters()
  let failuresInRow = 0
  let failingSince = 0
  let pausedUntil = Number.NEGATIVE_INFINITY

  // "<asked at> <value>": when the shared store last confirmed the copy.
  const pack = (value: string) => `${nowMs()} ${value}`
  const unpack = (text: string) => {
    const space = text.indexOf(" ")
    return { confirmedAt: Number(text.slice(0, space)), value: text.slice(space + 1) }
  }

  const failed = () => {
    counters.failures += 1
    const now = nowMs()
    if (failuresInRow === 0) failingSince = now
    failuresInRow += 1
    if (failuresInRow >= FAILURES_BEFORE_PAUSE && now - failingSince >= FAILING_FOR_MS) {
      pausedUntil = now + PAUSE_MS
    }
  }
  const answered = (value: string | undefined) => {
    if (value === undefined) counters.misses += 1
    else counters.hits += 1
    return value
  }

  const ask = Effect.fnUntraced(function* (key: string, copy: string | undefined) {
    if (nowMs() < pausedUntil) {
      counters.failures += 1
      return copy
    }
    const heard = hearing.changes()
    const found = yield* far.getWithTtl(key).pipe(
      Effect.tap(() =>
        Effect.sync(() => {
          failuresInRow = 0
        }),
      ),
      Effect.catch(() =>
        Effect.sync(() => {
          failed()
          return { value: copy, ttlMs: 0 }
        }),
      ),
    )
    if (found === undefined) yield* memory.remove(storeKey(key))
    // What changed since it was asked for may be this entry.
    else if (found.value !== undefined && found.ttlMs > 0 && heard === hearing.changes()) {
      yield* memory.set(storeKey(key), pack(found.value), found.ttlMs)
    }
    return found?.value
  })

  const copyOf = (key: string) => {
    const text = hearing.standing() ? memory.getInMemory(storeKey(key)) : undefined
    if (text === undefined) return undefined
    const copy = unpack(text)
    const age = nowMs() - copy.confirmedAt
    return { value: copy.value, age, answersAlone: age < memoryMs }
  }

  return CacheStore.of({
    get: (key) =>
      Effect.suspend(() => {
        const copy = copyOf(key)
        return copy?.answersAlone === true
          ? Effect.succeed(answered(copy.value))
          : Effect.map(ask(key, copy?.value), answered)
      }),
    warm: (key) =>
      Effect.suspend(() => {
        if (memoryMs === 0 || !hearing.standing()) return Effect.succeed(undefined)
        const copy = copyOf(key)
        const isLasting = copy?.answersAlone === true && copy.age < memoryMs / 2
        if (isLasting) return Effect.succeed(copy.value)
        return Effect.map(ask(key, copy?.value), () => {
          const copy = copyOf(key)
          return copy?.answersAlone === true ? copy.value : undefined
        })
      }),
    getInMemory: (key) => {
      const copy = copyOf(key)
      return copy?.answersAlone === true ? answered(copy.value) : undefined
    },
    set: Effect.fnUntraced(function* (key, value, ttlMs) {
      counters.writes += 1
      yield* memory.set(storeKey(key), pack(value), ttlMs)
      yield* far.set(key, value, ttlMs).pipe(Effect.tapError(() => Effect.sync(failed)))
    }),
    remove: Effect.fnUntraced(function* (key) {
      yield* memory.remove(storeKey(key))
      yield* far.remove(key).pipe(Effect.tapError(() => Effect.sync(failed)))
    }),
    counters: () => counters,
  })
})
