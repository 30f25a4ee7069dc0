/**
 * The interface of a store for cached text: get, set, remove; one layer for each kind of store.
 *
 * A store computes no value and judges no freshness (`Freshness.ts`). It drops an entry at its expiry, or earlier for
 * lack of room.
 */
import { Clock, Context, Effect, Layer } from "effect"
import { LRUCache } from "lru-cache"
import { monotonicMs } from "@manga-assist/connections/redis"
import type { CacheError } from "../CacheError.ts"
import type { MemoryOptions } from "./StoreOptions.ts"

/** Counted since the store was made. `failures` counts what was answered as a miss or not written. */
export interface CacheStoreCounters {
  hits: number
  misses: number
  writes: number
  failures: number
}

/** What one entry costs beside its characters: two strings, one record, the list of the LRU. */
const ENTRY_OVERHEAD_BYTES = 200

export class CacheStore extends Context.Service<
  CacheStore,
  {
    /** The text under `key`, or `undefined` when there is none or its time is over. */
    readonly get: (key: string) => Effect.Effect<string | undefined, CacheError>
    /** What `get` would find without leaving this process; `undefined` does not say that there is none. */
    readonly getInMemory: (key: string) => string | undefined
    /**
     * Sees to it that `getInMemory` finds the entry for a while, where there is one: reads it from wherever it is, and
     * again when what is in this process is about to be asked for anew. Counts nothing. What it finds for `getInMemory`.
     */
    readonly warm: (key: string) => Effect.Effect<string | undefined, CacheError>
    /**
     * Replaces what is there. The time is absolute: reading never prolongs it. A `ttlMs` that is
     * not above 0 removes the entry.
     */
    readonly set: (key: string, value: string, ttlMs: number) => Effect.Effect<void, CacheError>
    readonly remove: (key: string) => Effect.Effect<void, CacheError>
    readonly counters: () => Readonly<CacheStoreCounters>
  }
>()("@manga-assist/caching/CacheStore") {
  /**
   * Keeps entries in this process, the least recently used giving way; an entry larger than the
   * whole bound is not kept. Never fails.
   */
  static readonly layerMemory = (options: MemoryOptions = {}): Layer.Layer<CacheStore> =>
    Layer.effect(CacheStore, makeMemoryStore(options))
}

/** A store in memory whose entries may also be dropped from a callback. */
export interface MemoryStore extends Context.Service.Shape<typeof CacheStore> {
  readonly drop: (key: string) => void
  readonly dropAll: () => void
}

export const makeMemoryStore = (options: MemoryOptions): Effect.Effect<MemoryStore> =>
  Effect.map(Clock.Clock, (clock) => {
    interface Kept {
      readonly value: string
      readonly expiresAt: number
    }
    const counters = emptyCounters()
    const kept = new LRUCache<string, Kept>({
      maxSize: Math.max(1, Math.floor(options.maxBytes ?? 64 * 1024 * 1024)),
      sizeCalculation: ({ value }, key) => ENTRY_OVERHEAD_BYTES + 2 * (key.length + value.length),
    })
    const now = monotonicMs(clock)
    const find = (key: string): string | undefined => {
      const entry = kept.get(key)
      if (entry === undefined) return undefined
      if (now() >= entry.expiresAt) {
        kept.delete(key)
        return undefined
      }
      return entry.value
    }
    const getInMemory = (key: string): string | undefined => {
      const value = find(key)
      if (value !== undefined) counters.hits += 1
      return value
    }
    return {
      get: (key) =>
        Effect.sync(() => {
          const value = getInMemory(key)
          if (value === undefined) counters.misses += 1
          return value
        }),
      getInMemory,
      warm: (key) => Effect.sync(() => find(key)),
      set: (key, value, ttlMs) =>
        Effect.sync(() => {
          counters.writes += 1
          if (ttlMs > 0) kept.set(key, { value, expiresAt: now() + ttlMs })
          else kept.delete(key)
        }),
      remove: (key) =>
        Effect.sync(() => {
          kept.delete(key)
        }),
      counters: () => counters,
      drop: (key) => {
        kept.delete(key)
      },
      dropAll: () => kept.clear(),
    }
  })

export const emptyCounters = (): CacheStoreCounters => ({
  hits: 0,
  misses: 0,
  writes: 0,
  failures: 0,
})
