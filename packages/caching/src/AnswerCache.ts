/**
 * Answers kept near, as JSON in a `CacheStore`: look up, judge freshness, write.
 *
 * Looking up never fails and never waits longer than its deadline: whatever goes wrong is a miss.
 * What may be written (complete, unblocked, not personal) is the caller's to decide.
 */
import { Clock, Effect, Exit, Random, Schema } from "effect"
import { CacheError } from "./CacheError.ts"
import { CacheStore } from "./CacheStore.ts"
import { freshness, jittered } from "./Freshness.ts"

export interface Hit<A> {
  readonly value: A
  readonly freshness: "fresh" | "stale"
  readonly ageMs: number
}

export interface WritePolicy {
  /** Fresh for so long, shortened by up to a tenth; above 0. */
  readonly freshForMs: number
  /** Still served as stale for so long after that; 0 unless given. */
  readonly staleForMs?: number | undefined
}

export interface AnswerCacheCounters {
  fresh: number
  stale: number
  misses: number
  /** Misses because the store failed, was late, or held something unreadable. */
  failures: number
  writes: number
  writeFailures: number
}

export interface AnswerCache<A> {
  readonly lookup: (key: string) => Effect.Effect<Hit<A> | undefined>
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
}

export const makeAnswerCache = Effect.fnUntraced(function* <A, I>(
  options: AnswerCacheOptions<A, I>,
): Effect.fn.Return<AnswerCache<A>, never, CacheStore> {
  const store = yield* CacheStore
  const envelope = Schema.fromJsonString(
    Schema.Struct({
      version: Schema.Literal(1),
      storedAt: Schema.Finite,
      freshForMs: Schema.Finite,
      staleForMs: Schema.Finite,
      value: options.schema,
    }),
  )
  const decode = Schema.decodeUnknownExit(envelope)
  const encode = Schema.encodeUnknownExit(envelope)
  const deadline = options.lookupDeadlineMs ?? 60
  const counters: AnswerCacheCounters = {
    fresh: 0,
    stale: 0,
    misses: 0,
    failures: 0,
    writes: 0,
    writeFailures: 0,
  }
  const miss = (failed: boolean): undefined => {
    counters.misses += 1
    if (failed) counters.failures += 1
    return undefined
  }

  const read = (text: string, now: number): Hit<A> | undefined => {
    const entry = decode(text)
    if (Exit.isFailure(entry)) return miss(true)
    const state = freshness(entry.value, now)
    if (state === "expired") return miss(false)
    counters[state] += 1
    const ageMs = Math.max(0, now - entry.value.storedAt)
    return { value: entry.value.value, freshness: state, ageMs }
  }

  const lookup = (key: string): Effect.Effect<Hit<A> | undefined> =>
    store.get(key).pipe(
      Effect.timeout(deadline),
      Effect.flatMap((text) =>
        text === undefined
          ? Effect.sync(() => miss(false))
          : Effect.map(Clock.currentTimeMillis, (now) => read(text, now)),
      ),
      // A defect of a store is no reason to lose the answer; the caller's own interruption stays.
      Effect.catchDefect(() => Effect.sync(() => miss(true))),
      Effect.catch(() => Effect.sync(() => miss(true))),
    )

  const write = Effect.fnUntraced(function* (key: string, value: A, policy: WritePolicy) {
    const storedAt = yield* Clock.currentTimeMillis
    const freshForMs = jittered(policy.freshForMs, yield* Random.next)
    const staleForMs = Math.max(0, policy.staleForMs ?? 0)
    const text = encode({ version: 1, storedAt, freshForMs, staleForMs, value })
    if (Exit.isFailure(text)) {
      return yield* new CacheError({ reason: "not-json", operation: "set", cause: text.cause })
    }
    yield* store.set(key, text.value, freshForMs + staleForMs)
    counters.writes += 1
  })

  return {
    lookup,
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
