/**
 * Caches answers as JSON in a `CacheStore`: looks up, judges freshness and tags (an answer ends when one of its tags
 * is invalidated), writes.
 *
 * A look-up never fails and never exceeds its deadline: any failure is a miss. The caller decides what may be written
 * (complete, unblocked, not personal).
 */
import { Clock, Effect, Exit, Random, Schema } from "effect"
import { LRUCache } from "lru-cache"
import { withDeadline } from "@manga-assist/connections/redis"
import { CacheError } from "../CacheError.ts"
import { CacheStore } from "../stores/CacheStore.ts"
import type { AnswerCacheCounters } from "./AnswerCacheCounters.ts"
import { freshness, jittered, type WhenInvalidated } from "./Freshness.ts"
import { maxTaggedMs, maxTags, type TagVersions, type VersionStamp } from "../tags/TagVersions.ts"

export interface Hit<A> {
  readonly value: A
  readonly freshness: "fresh" | "stale"
  readonly ageMs: number
  /** Of `ageMs`, how much is fresh. */
  readonly freshForMs: number
  /** It carries tags, and none of them was invalidated since its data was read. */
  readonly tagged: boolean
  /** One of its tags was invalidated since: served only because its writer and its reader both allow that. */
  readonly invalidated: boolean
}

export interface Reading {
  /** `"stale"`: served as well is what was written with `"stale"` and whose tag was invalidated. */
  readonly whenInvalidated?: WhenInvalidated | undefined
}

/** Of texts already decoded: 16 MiB, an entry counted as large as its text. */
const decodedBytes = 16 * 1024 * 1024

export interface WritePolicy {
  /** Fresh for so long, shortened by up to a tenth; above 0. */
  readonly freshForMs: number
  /** Still served as stale for so long after that; 0 unless given. */
  readonly staleForMs?: number | undefined
  /** What the value depends on; needs `tagVersions`. Kept for a day at most, whatever the times above. */
  readonly tags?:
    | {
        /** At most 100. */
        readonly names: ReadonlyArray<string>
        /** The clock's `now`, read before the data that the value was made from. */
        readonly since: VersionStamp
        readonly whenInvalidated?: WhenInvalidated | undefined
      }
    | undefined
}

export interface AnswerCache<A> {
  readonly lookup: (key: string, reading?: Reading) => Effect.Effect<Hit<A> | undefined>
  /** As `lookup`, telling a miss of what is there and depends on something that was changed. */
  readonly find: (
    key: string,
    reading?: Reading,
  ) => Effect.Effect<Hit<A> | "invalidated" | undefined>
  /**
   * A hit that needs nothing from outside this process, found synchronously; `undefined` says no more than
   * that `find` has to be asked, and counts nothing.
   */
  readonly findInMemory: (key: string, reading?: Reading) => Hit<A> | undefined
  /**
   * Sees to it that `findInMemory` finds the answer for a while, where there is one that still holds; says whether it
   * does. Counts nothing and never fails; run it off the turn.
   */
  readonly warm: (key: string) => Effect.Effect<boolean>
  /** Waits for the store; run it off the turn. */
  readonly write: (key: string, value: A, policy: WritePolicy) => Effect.Effect<void, CacheError>
  /** Forgets one answer, for example because what it says is no longer true. */
  readonly remove: (key: string) => Effect.Effect<void, CacheError>
  readonly counters: () => Readonly<AnswerCacheCounters>
}

export interface AnswerCacheOptions<A, I> {
  /** What is read must match it, else it is a miss. */
  readonly schema: Schema.Codec<A, I>
  /** 60 ms unless given. */
  readonly lookupDeadlineMs?: number | undefined
  /** Judges entries with tags; without one none of them holds. */
  readonly tagVersions?: typeof TagVersions.Service | undefined
}

const Tags = Schema.Struct({
  names: Schema.Array(Schema.String).check(Schema.isMaxLength(maxTags)),
  epoch: Schema.String,
  number: Schema.Int,
  whenInvalidated: Schema.optional(Schema.Literals(["remove", "stale"])),
})

interface Entry<A> {
  readonly storedAt: number
  readonly freshForMs: number
  readonly staleForMs: number
  readonly tags?: typeof Tags.Type
  readonly value: A
}

export const makeAnswerCache = Effect.fnUntraced(function* <A, I>(
  options: AnswerCacheOptions<A, I>,
): Effect.fn.Return<AnswerCache<A>, never, CacheStore> {
  const store = yield* CacheStore
  const clock = yield* Clock.Clock
  const envelope = Schema.fromJsonString(
    Schema.Struct({
      // 1 had no tags: what reads it would serve an entry whatever became of them.
      version: Schema.Literal(2),
      storedAt: Schema.Finite,
      freshForMs: Schema.Finite,
      staleForMs: Schema.Finite,
      tags: Schema.optionalKey(Tags),
      value: options.schema,
    }),
  )
  const decodeText = Schema.decodeUnknownExit(envelope)
  // Each hit on an entry finds the same text: it is read once.
  const decoded = new LRUCache<string, { text: string; entry: ReturnType<typeof decodeText> }>({
    maxSize: decodedBytes,
    sizeCalculation: ({ text }, key) => 400 + 2 * (key.length + text.length),
  })
  const decode = (key: string, text: string) => {
    const known = decoded.get(key)
    if (known?.text === text) return known.entry
    const entry = decodeText(text)
    decoded.set(key, { text, entry })
    return entry
  }
  const encode = Schema.encodeUnknownExit(envelope)
  const deadline = options.lookupDeadlineMs ?? 60
  const counters: AnswerCacheCounters = {
    fresh: 0,
    stale: 0,
    misses: 0,
    failures: 0,
    invalidated: 0,
    writes: 0,
    outdated: 0,
    writeFailures: 0,
  }
  const miss = (failed: boolean): undefined => {
    counters.misses += 1
    if (failed) counters.failures += 1
    return undefined
  }

  const stillHolds = (tags: typeof Tags.Type): Effect.Effect<boolean, CacheError> =>
    options.tagVersions === undefined
      ? Effect.succeed(false)
      : options.tagVersions.areCurrent(tags.names, { epoch: tags.epoch, number: tags.number })

  /** An entry that is there and not expired, before its tags were judged. */
  const candidate = (entry: Entry<A>, now: number, reading: Reading | undefined) => {
    const { freshForMs, storedAt, tags, value } = entry
    const state = freshness(entry, now)
    if (state === "expired") return undefined
    const mayBeStale = tags?.whenInvalidated === "stale" && reading?.whenInvalidated === "stale"
    /** `holds`: none of its tags was invalidated. */
    const hit = (holds: boolean): Hit<A> | undefined => {
      if (!holds && !mayBeStale) return undefined
      const judged = holds ? state : "stale"
      counters[judged] += 1
      const ageMs = Math.max(0, now - storedAt)
      const tagged = holds && tags !== undefined
      return { value, freshness: judged, ageMs, freshForMs, tagged, invalidated: !holds }
    }
    return { tags, hit }
  }

  const read = (key: string, text: string, now: number, reading: Reading | undefined) =>
    Effect.suspend((): Effect.Effect<Hit<A> | "invalidated" | undefined, CacheError> => {
      const entry = decode(key, text)
      if (Exit.isFailure(entry)) return Effect.succeed(miss(true))
      const found = candidate(entry.value, now, reading)
      if (found === undefined) return Effect.succeed(miss(false))
      if (found.tags === undefined) return Effect.succeed(found.hit(true))
      return Effect.map(stillHolds(found.tags), (holds) => {
        const hit = found.hit(holds)
        if (hit !== undefined) return hit
        counters.invalidated += 1
        counters.misses += 1
        return "invalidated"
      })
    })

  const findInMemory: AnswerCache<A>["findInMemory"] = (key, reading) => {
    const text = store.getInMemory(key)
    const entry = text === undefined ? undefined : decode(key, text)
    if (entry === undefined || Exit.isFailure(entry)) return undefined
    const found = candidate(entry.value, clock.currentTimeMillisUnsafe(), reading)
    const holds =
      found?.tags === undefined ||
      options.tagVersions?.areCurrentInMemory(found.tags.names, found.tags)
    return holds === undefined ? undefined : found?.hit(holds)
  }

  const find: AnswerCache<A>["find"] = (key, reading) =>
    store.get(key).pipe(
      Effect.flatMap((text) =>
        text === undefined
          ? Effect.sync(() => miss(false))
          : Effect.flatMap(Clock.currentTimeMillis, (now) => read(key, text, now, reading)),
      ),
      (looking) => withDeadline(looking, deadline, () => Effect.sync(() => miss(true))),
      // A defect of a store is no reason to lose the answer; the caller's own interruption stays.
      Effect.catchDefect(() => Effect.sync(() => miss(true))),
      Effect.catch(() => Effect.sync(() => miss(true))),
    )

  const warm = (key: string): Effect.Effect<boolean> =>
    store.warm(key).pipe(
      Effect.flatMap((text) => {
        const entry = text === undefined ? undefined : decode(key, text)
        if (entry === undefined || Exit.isFailure(entry)) return Effect.succeed(false)
        const { tags } = entry.value
        return tags === undefined ? Effect.succeed(true) : stillHolds(tags)
      }),
      (bringing) => withDeadline(bringing, deadline, () => Effect.succeed(false)),
      Effect.catchDefect(() => Effect.succeed(false)),
      Effect.catch(() => Effect.succeed(false)),
    )

  const write = Effect.fnUntraced(function* (key: string, value: A, policy: WritePolicy) {
    const { tags } = policy
    const freshForMs = jittered(policy.freshForMs, yield* Random.next)
    const staleForMs = Math.max(0, policy.staleForMs ?? 0)
    const ttlMs = freshForMs + staleForMs
    const storedAt = yield* Clock.currentTimeMillis
    const entry = { version: 2, storedAt, freshForMs, staleForMs, value } as const
    const { since, ...kept } = tags ?? {}
    const text = encode(tags === undefined ? entry : { ...entry, tags: { ...kept, ...since } })
    if (Exit.isFailure(text)) {
      return yield* Effect.fail(
        new CacheError({ reason: "not-json", operation: "set", cause: text.cause }),
      )
    }
    if (tags === undefined) yield* store.set(key, text.value, ttlMs)
    else if (options.tagVersions === undefined) return yield* Effect.die("tags need TagVersions")
    else {
      yield* options.tagVersions.register(tags.names, tags.since)
      if (!(yield* options.tagVersions.areCurrent(tags.names, tags.since))) {
        counters.outdated += 1
        return
      }
      yield* store.set(key, text.value, Math.min(ttlMs, maxTaggedMs))
    }
    counters.writes += 1
  })

  return {
    lookup: (key, reading) =>
      Effect.map(find(key, reading), (found) => (found === "invalidated" ? undefined : found)),
    find,
    findInMemory,
    warm,
    write: (key, value, policy) =>
      write(key, value, policy).pipe(
        Effect.tapError(() =>
          Effect.sync(() => {
            counters.writeFailures += 1
          }),
        ),
      ),
    remove: store.remove,
    counters: () => counters,
  }
})
