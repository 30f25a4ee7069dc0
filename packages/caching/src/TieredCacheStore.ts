/**
 * Memory over a shared store: hot keys cost no round trip, and a shared store that is down or slow
 * costs a miss, not an error.
 *
 * For `nearMs` an entry is answered from memory without asking; so long another instance's write
 * or removal may go unseen. After that the shared store is asked, and the copy in memory serves,
 * until its own end, only while the shared store does not answer.
 */
import { Clock, Effect, Layer } from "effect"
import type { RedisConnection } from "@manga-assist/connections"
import {
  CacheStore,
  emptyCounters,
  makeMemoryStore,
  type CacheStoreCounters,
  type MemoryOptions,
} from "./CacheStore.ts"
import { makeRedisStore, type RedisStore, type RedisStoreOptions } from "./RedisCacheStore.ts"

export interface TieredOptions extends MemoryOptions, RedisStoreOptions {
  /** How long memory answers alone, in milliseconds; 5,000 unless given. */
  readonly nearMs?: number | undefined
}

/** After so many failures in a row the shared store is left alone for `PAUSE_MS`. */
const FAILURES_BEFORE_PAUSE = 5
const PAUSE_MS = 1_000

export const TieredCacheStore = {
  /** Memory alone where Redis is not configured. Reads never fail; writes fail with Redis. */
  layer: (options: TieredOptions = {}): Layer.Layer<CacheStore, never, RedisConnection> =>
    Layer.effect(
      CacheStore,
      Effect.gen(function* () {
        const near = yield* makeMemoryStore(options)
        const far = yield* makeRedisStore(options)
        return far === undefined ? near : yield* tiered(near, far, options)
      }),
    ),
}

const tiered = Effect.fnUntraced(function* (
  near: typeof CacheStore.Service,
  far: RedisStore,
  options: TieredOptions,
) {
  const clock = yield* Clock.Clock
  const nearMs = options.nearMs ?? 5_000
  const counters: CacheStoreCounters = emptyCounters()
  let failuresInRow = 0
  let pausedUntil = 0

  // "<asked at> <value>": when the shared store last confirmed the copy.
  const pack = (value: string) => `${clock.currentTimeMillisUnsafe()} ${value}`
  const unpack = (text: string) => {
    const space = text.indexOf(" ")
    return { confirmedAt: Number(text.slice(0, space)), value: text.slice(space + 1) }
  }

  const failed = () => {
    counters.failures += 1
    failuresInRow += 1
    if (failuresInRow >= FAILURES_BEFORE_PAUSE) {
      pausedUntil = clock.currentTimeMillisUnsafe() + PAUSE_MS
    }
  }
  const answered = (value: string | undefined) => {
    if (value === undefined) counters.misses += 1
    else counters.hits += 1
    return value
  }

  const ask = Effect.fnUntraced(function* (key: string, copy: string | undefined) {
    if (clock.currentTimeMillisUnsafe() < pausedUntil) {
      counters.failures += 1
      return answered(copy)
    }
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
    if (found === undefined) yield* near.remove(key)
    else if (found.value !== undefined && found.ttlMs > 0) {
      yield* near.set(key, pack(found.value), found.ttlMs)
    }
    return answered(found?.value)
  })

  return CacheStore.of({
    get: Effect.fnUntraced(function* (key) {
      const text = yield* near.get(key)
      if (text === undefined) return yield* ask(key, undefined)
      const copy = unpack(text)
      const age = clock.currentTimeMillisUnsafe() - copy.confirmedAt
      return age >= 0 && age < nearMs ? answered(copy.value) : yield* ask(key, copy.value)
    }),
    set: Effect.fnUntraced(function* (key, value, ttlMs) {
      counters.writes += 1
      yield* near.set(key, pack(value), ttlMs)
      yield* far.set(key, value, ttlMs).pipe(Effect.tapError(() => Effect.sync(failed)))
    }),
    remove: Effect.fnUntraced(function* (key) {
      yield* near.remove(key)
      yield* far.remove(key).pipe(Effect.tapError(() => Effect.sync(failed)))
    }),
    counters: () => counters,
  })
})
