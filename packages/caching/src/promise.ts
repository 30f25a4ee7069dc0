/**
 * A cache for programs without Effect: `getOrSet` in one line, in memory or in memory over Redis.
 *
 * Callers of one key share one load. A stale value is served while one of them loads a new one. In `getOrSet` a slow
 * or failing store is a miss: only what `load` throws reaches the caller. Values are stored as JSON.
 *
 * The published file holds what it needs of Effect and of the Redis client (`tooling/bundle`), and its types name none
 * of it.
 */
import "@manga-assist/options/node"
import { func, object } from "@manga-assist/options"
import { Effect, ManagedRuntime, Schema } from "effect"
import { type Hit, makeAnswerCache } from "./answers/AnswerCache.ts"
import type { AnswerCacheCounters } from "./answers/AnswerCacheCounters.ts"
import type { WhenInvalidated } from "./answers/Freshness.ts"
import { CacheError } from "./CacheError.ts"
import { check, entryFields, lifetimes, storeRules, storesOf } from "./Stores.ts"
import type { StoreOptions } from "./stores/StoreOptions.ts"
import { TagVersions } from "./tags/TagVersions.ts"

export { CacheError }

export interface CacheOptions extends StoreOptions {
  /** A value is fresh for so long, shortened by up to a tenth. */
  readonly freshForMs: number
  /** After that it is still served for so long, while it is loaded anew; 0 unless given. */
  readonly staleForMs?: number | undefined
}

export interface EntryOptions {
  readonly freshForMs?: number | undefined
  readonly staleForMs?: number | undefined
  /** What the value depends on; `invalidate` of any of them ends it. At most 100. */
  readonly tags?: ReadonlyArray<string> | undefined
  /**
   * `"stale"`: a value whose tag was invalidated is served for what is left of its time, fresh and stale, while it is
   * loaded anew. `"remove"` unless given.
   */
  readonly whenInvalidated?: WhenInvalidated | undefined
}

export interface Cache {
  /**
   * The value under `key`, or what `load` gives, which is kept as JSON: a `Date` that the callers of a load get comes back
   * as a text to those who find it later. `undefined` is never kept.
   */
  readonly getOrSet: <A>(
    key: string,
    load: () => Promise<A> | A,
    options?: EntryOptions,
  ) => Promise<A>
  /** What is kept under `key`, fresh or stale; `undefined` when nothing is. */
  readonly get: (key: string) => Promise<unknown>
  /** Rejects with a `CacheError` when the store did not take it. */
  readonly set: (key: string, value: unknown, options?: EntryOptions) => Promise<void>
  readonly remove: (key: string) => Promise<void>
  /** Ends every value that depends on one of the tags, or makes it stale (`whenInvalidated`); change the data first. */
  readonly invalidate: (...tags: ReadonlyArray<string>) => Promise<void>
  readonly counters: () => Readonly<AnswerCacheCounters>
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

const rules = object<CacheOptions>({ ...storeRules, ...lifetimes })
const entryRules = object<EntryOptions>(entryFields)

/** Rejects with an `OptionError`, or with a `ConfigError` for a Redis URL that is none. */
export const makeCache = async (options: CacheOptions): Promise<Cache> => {
  check("makeCache", rules, options)
  const runtime = ManagedRuntime.make(storesOf(options))
  const { cache, tagVersions } = await runtime.runPromise(
    Effect.gen(function* () {
      const tagVersions = yield* TagVersions
      const cache = yield* makeAnswerCache({ schema: Schema.Unknown, tagVersions })
      return { cache, tagVersions }
    }),
  )
  const flights = new Map<string, Flight>()

  const write = (key: string, value: unknown, entry: EntryOptions, since: Stamp | undefined) =>
    cache.write(key, value, {
      freshForMs: entry.freshForMs ?? options.freshForMs,
      staleForMs: entry.staleForMs ?? options.staleForMs,
      ...(since !== undefined && {
        tags: { names: entry.tags ?? [], since, whenInvalidated: entry.whenInvalidated },
      }),
    })

  /** Read before the data, so that a change meanwhile is noticed; without it a tagged value is not kept. */
  const stampOf = async ({ tags = [] }: EntryOptions): Promise<Stamp | "none" | undefined> =>
    tags.length === 0
      ? "none"
      : runtime.runPromise(
          Effect.match(tagVersions.now, {
            onFailure: () => undefined,
            onSuccess: (stamp) => stamp,
          }),
        )

  const lookup = (key: string): Promise<Hit<unknown> | undefined> =>
    runtime.runPromise(cache.lookup(key))

  const end = (key: string): void => {
    const flight = flights.get(key)
    if (flight !== undefined) flight.ended = true
    flights.delete(key)
  }

  /** Loads, and keeps what came unless the flight was ended meanwhile. Its key is free once that is done. */
  const load = async (flight: Flight, { entry, key, source }: Asked): Promise<unknown> => {
    const over = () => {
      if (flights.get(key) === flight) flights.delete(key)
    }
    try {
      const since = await stampOf(entry)
      const value = await source()
      if (value === undefined || since === undefined || flight.ended) over()
      else {
        const kept = write(key, value, entry, since === "none" ? undefined : since)
        // Nobody waits for the store; what it does not take is counted and loaded again.
        runtime.runPromise(Effect.ignore(kept)).then(over, over)
      }
      return value
    } catch (error) {
      over()
      throw error
    }
  }

  const fly = (asked: Asked, run: (flight: Flight) => Promise<unknown>): Promise<unknown> => {
    const flight: Flight = { ended: false, result: undefined }
    flights.set(asked.key, flight)
    flight.result = run(flight)
    return flight.result
  }

  const find = (asked: Asked) => async (flight: Flight) => {
    const hit = await lookup(asked.key)
    if (hit === undefined) return load(flight, asked)
    if (hit.freshness === "stale") load(flight, asked).catch(() => {})
    else if (flights.get(asked.key) === flight) flights.delete(asked.key)
    return hit.value
  }

  const getOrSet = (asked: Asked): unknown => {
    const hit = cache.findInMemory(asked.key)
    const underWay = flights.get(asked.key)
    if (hit === undefined) return underWay?.result ?? fly(asked, find(asked))
    if (hit.freshness === "stale" && underWay === undefined) {
      fly(asked, (flight) => load(flight, asked)).catch(() => {})
    }
    return hit.value
  }

  const close = () => runtime.dispose()
  return {
    // What is kept under a key is what the same caller's `load` gave, so that its type holds.
    getOrSet: async <A>(key: string, source: () => Promise<A> | A, entry: EntryOptions = {}) => {
      check("getOrSet", func, source, "load")
      check("getOrSet", entryRules, entry)
      return (await getOrSet({ key, source, entry })) as A
    },
    get: async (key) => (await lookup(key))?.value,
    set: async (key, value, entry = {}) => {
      check("set", entryRules, entry)
      end(key)
      const since = await stampOf(entry)
      if (since === undefined) {
        throw new CacheError({ reason: "unavailable", operation: "set", cause: "no tags now" })
      }
      await runtime.runPromise(write(key, value, entry, since === "none" ? undefined : since))
    },
    remove: (key) => {
      end(key)
      return runtime.runPromise(cache.remove(key))
    },
    invalidate: (...tags) => {
      for (const key of flights.keys()) end(key)
      return runtime.runPromise(tagVersions.invalidate(tags))
    },
    counters: cache.counters,
    close,
    [Symbol.asyncDispose]: close,
  }
}

interface Asked {
  readonly key: string
  readonly source: () => unknown
  readonly entry: EntryOptions
}

/** One look-up or load that all callers of its key share, until what it gave is kept. */
interface Flight {
  /** Its key, or anything by a tag, was ended or replaced: nobody joins it, and it keeps nothing. */
  ended: boolean
  result: Promise<unknown> | undefined
}

type Stamp = { readonly epoch: string; readonly number: number }
