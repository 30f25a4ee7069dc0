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
import { type Hit, makeAnswerCache, type Reading } from "./answers/AnswerCache.ts"
import type { AnswerCacheCounters } from "./answers/AnswerCacheCounters.ts"
import type { WhenInvalidated } from "./answers/Freshness.ts"
import { Background } from "./Background.ts"
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
   * loaded anew. Both the call that stored it and the call that reads it must say so. `"remove"` unless given.
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
  readonly get: (key: string, options?: Pick<EntryOptions, "whenInvalidated">) => Promise<unknown>
  /** Rejects with a `CacheError` when the store did not take it. */
  readonly set: (key: string, value: unknown, options?: EntryOptions) => Promise<void>
  readonly remove: (key: string) => Promise<void>
  /** Ends every value that depends on one of the tags, or makes it stale (`whenInvalidated`); change the data first. */
  readonly invalidate: (...tags: ReadonlyArray<string>) => Promise<void>
  readonly counters: () => Readonly<AnswerCacheCounters>
  /** Ends when the loads and writes that were begun so far have ended. */
  readonly idle: () => Promise<void>
  /** Waits up to 2 s for loads and writes that are under way. */
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

const rules = object<CacheOptions>({ ...storeRules, ...lifetimes })
const entryRules = object<EntryOptions>(entryFields)
const readingRules = object<Reading>({ whenInvalidated: entryFields.whenInvalidated })

/** Rejects with an `OptionError`. */
export const makeCache = async (options: CacheOptions): Promise<Cache> => {
  check("makeCache", rules, options)
  const runtime = ManagedRuntime.make(storesOf(options))
  const { background, cache, tagVersions } = await runtime.runPromise(
    Effect.gen(function* () {
      const background = yield* Background
      const tagVersions = yield* TagVersions
      const cache = yield* makeAnswerCache({ schema: Schema.Unknown, tagVersions })
      return { background, cache, tagVersions }
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

  const lookup = (key: string, reading: Reading): Promise<Hit<unknown> | undefined> =>
    runtime.runPromise(cache.lookup(key, reading))

  const end = (key: string): void => {
    const flight = flights.get(key)
    if (flight !== undefined) flight.ended = true
    flights.delete(key)
  }

  /** Loads, and keeps what came unless the flight was ended meanwhile. Nobody waits for the store. */
  const load = async (flight: Flight, { entry, key, source }: Asked): Promise<unknown> => {
    const since = await flight.since
    const value = await source()
    if (value !== undefined && since !== undefined && !flight.ended) {
      background.run(write(key, value, entry, since === "none" ? undefined : since))
    }
    return value
  }

  /** Ends with what it gives: what is finished is found in the cache, or not at all. */
  const fly = (asked: Asked, run: (flight: Flight) => Promise<unknown>): Promise<unknown> => {
    const { entry, key } = asked
    const since = stampOf(entry)
    const tags = entry.tags ?? []
    const flight: Flight = {
      tags,
      since,
      read: "reading",
      ended: false,
      invalidated: false,
      result: undefined,
    }
    flights.set(key, flight)
    void since.then((stamp) => (flight.read = stamp))
    const result = run(flight).finally(() => {
      if (flights.get(key) === flight) flights.delete(key)
    })
    flight.result = result
    background.run(Effect.tryPromise(() => result))
    return result
  }

  const reload = (asked: Asked): void => {
    void fly(asked, (flight) => load(flight, asked))
  }

  const find = (asked: Asked) => async (flight: Flight) => {
    const hit = await lookup(asked.key, asked.entry)
    if (hit === undefined) return load(flight, asked)
    flight.invalidated = hit.invalidated
    if (hit.freshness === "stale" && flights.get(asked.key) === flight) reload(asked)
    return hit.value
  }

  /** Whoever comes after the data was changed does not join a flight that may have read it before. */
  const isJoinable = ({ read, tags }: Flight): Promise<boolean> | boolean =>
    typeof read === "string" ||
    (read !== undefined &&
      (tagVersions.areCurrentInMemory(tags, read) ??
        runtime.runPromise(Effect.orElseSucceed(tagVersions.areCurrent(tags, read), () => false))))

  const getOrSet = async (asked: Asked): Promise<unknown> => {
    const { entry, key } = asked
    for (;;) {
      const hit = cache.findInMemory(key, entry)
      if (hit?.freshness === "fresh") return hit.value
      const flight = flights.get(key)
      const joinable = flight !== undefined && isJoinable(flight)
      const isJoined = typeof joinable === "boolean" ? joinable : await joinable
      if (flights.get(key) !== flight) continue
      if (!isJoined) end(key)
      if (hit !== undefined) {
        if (!isJoined) reload(asked)
        return hit.value
      }
      if (!isJoined || flight === undefined) return fly(asked, find(asked))
      const value = await flight.result
      // What its first caller was content with may not be what this one asked for.
      if (!flight.invalidated || entry.whenInvalidated === "stale") return value
    }
  }

  const close = () => runtime.dispose()
  return {
    // What is kept under a key is what the same caller's `load` gave, so that its type holds.
    getOrSet: async <A>(key: string, source: () => Promise<A> | A, entry: EntryOptions = {}) => {
      check("getOrSet", func, source, "load")
      check("getOrSet", entryRules, entry)
      return (await getOrSet({ key, source, entry })) as A
    },
    get: async (key, reading = {}) => {
      check("get", readingRules, reading)
      return (await lookup(key, reading))?.value
    },
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
      // At once: Redis may be long in confirming it.
      for (const [key, flight] of flights)
        if (tags.some((tag) => flight.tags.includes(tag))) end(key)
      return runtime.runPromise(tagVersions.invalidate(tags))
    },
    counters: cache.counters,
    idle: () => runtime.runPromise(background.idle),
    close,
    [Symbol.asyncDispose]: close,
  }
}

interface Asked {
  readonly key: string
  readonly source: () => unknown
  readonly entry: EntryOptions
}

/** One look-up or load that all callers of its key share until it ends. */
interface Flight {
  readonly tags: ReadonlyArray<string>
  readonly since: Promise<Stamp | "none" | undefined>
  /** `since`, once it is known; until then nothing is loaded. `undefined`: nobody can tell what came before it. */
  read: Stamp | "none" | "reading" | undefined
  /** Its key, or one of its tags, was ended or replaced: nobody joins it, and it keeps nothing. */
  ended: boolean
  /** What it found has a tag that was invalidated. */
  invalidated: boolean
  result: Promise<unknown> | undefined
}

type Stamp = { readonly epoch: string; readonly number: number }
