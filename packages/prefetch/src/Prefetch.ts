/**
 * Prefetches data for sessions: reads from its sources when a session opens, so that the first message finds the
 * values.
 *
 * A failing or late source never fails a turn: it is left out and named. Memory is bounded by sessions and bytes; the
 * least recently used session is evicted. Values of idle sessions are refreshed before they expire. Closing the scope
 * interrupts every load.
 */
import { Clock, Effect, Fiber, type Context, type Scope } from "effect"
import { givenEffect } from "./GivenEffect.ts"
import { keepIdleFresh } from "./IdleRefresh.ts"
import { LoadGate } from "./LoadGate.ts"
import { Sessions } from "./Sessions.ts"
import { monotonicMs } from "./MonotonicMs.ts"
import { Slot, type SlotOptions } from "./Slot.ts"
import type { Source } from "./Source.ts"
import type { Outcome, PrefetchKey, PrefetchOptions, SourceCounters } from "./SourceOptions.ts"

type Sources = Record<string, Source<unknown, unknown, unknown>>

/** What the load of a source gives, and what it needs. */
type Value<S> = S extends { load: (key: PrefetchKey) => Effect.Effect<infer A, infer _E, infer _R> }
  ? A
  : never
type Needs<S> = S extends { load: (key: PrefetchKey) => Effect.Effect<infer _A, infer _E, infer R> }
  ? R
  : never

export interface Taken<S extends Sources> {
  readonly values: { readonly [K in keyof S]?: Value<S[K]> }
  readonly outcomes: { readonly [K in keyof S]: Outcome }
}

export interface Prefetch<S extends Sources> {
  /** Starts what is neither there nor under way; returns at once, never fails. */
  readonly start: (key: PrefetchKey) => Effect.Effect<void>
  /**
   * What is there after at most `waitMs`; 0 does not wait at all. Starts what had not been started.
   * A value older than `refreshAfterMs` is handed over and reloaded in the background.
   */
  readonly take: (key: PrefetchKey, waitMs: number) => Effect.Effect<Taken<S>>
  /** As `take` without waiting, synchronously. */
  readonly takeNow: (key: PrefetchKey) => Taken<S>
  /** The session's socket is gone: cancels its loads, keeps its results for the grace. */
  readonly close: (key: PrefetchKey) => Effect.Effect<void>
  readonly counters: () => { readonly [K in keyof S]: Readonly<SourceCounters> }
  /** Sessions held now, those in their grace included, and the bytes of their values. */
  readonly size: () => { readonly sessions: number; readonly bytes: number }
}

/** A failed load is not tried again for so long, however many messages or sockets ask. */
const RETRY_AFTER_MS = 1_000

const DEFAULT_BYTES = 1_024

/** A shared value is reloaded ahead of its end, at this share of its freshness. */
const SHARED_REFRESH = 0.8

export const makePrefetch = Effect.fnUntraced(function* <const S extends Sources>(
  sources: S,
  options: PrefetchOptions = {},
): Effect.fn.Return<Prefetch<S>, never, Scope.Scope | Needs<S[keyof S]>> {
  const nowMs = monotonicMs(yield* Clock.Clock)
  const context = yield* Effect.context<Needs<S[keyof S]>>()
  const running = new Set<Fiber.Fiber<unknown, unknown>>()
  yield* Effect.addFinalizer(() => Fiber.interruptAll(running))
  // The context holds what every load needs; inside, sources are known only as a record.
  const runFork = Effect.runForkWith(context as Context.Context<unknown>)
  const fork = (load: Effect.Effect<unknown, unknown, unknown>) => {
    const fiber = runFork(load)
    running.add(fiber)
    fiber.addObserver(() => {
      running.delete(fiber)
    })
    return fiber
  }

  const gate = new LoadGate(options.maxConcurrentLoads ?? 64)
  const declared = Object.entries(sources).map(([name, source]) => {
    const counters = { started: 0, used: 0, wasted: 0, late: 0, failed: 0, msSaved: 0 }
    const slots: SlotOptions = {
      load: (key) => Effect.suspend(() => givenEffect(source.load(key))),
      deadlineMs: source.deadlineMs,
      freshForMs: source.freshForMs,
      retryAfterMs: RETRY_AFTER_MS,
      counters,
      nowMs,
      fork,
      gate,
      bytesOf: source.bytesOf ?? (() => DEFAULT_BYTES),
      // In a fiber of its own, so that what the caller's function throws stays there.
      failed: (error, key) => runFork(Effect.sync(() => options.onError?.(name, error, key))),
      resized: (bytes) => {
        if (source.shared !== true) sessions.resized(bytes)
      },
    }
    const slot = (key: PrefetchKey) => new Slot(slots, key)
    const shared = source.shared === true ? slot({ session: "" }) : undefined
    const refreshMs =
      shared === undefined
        ? Math.min(options.refreshAfterMs ?? 30_000, source.freshForMs)
        : source.freshForMs * SHARED_REFRESH
    return { name, slot, shared, refreshMs, freshForMs: source.freshForMs, counters }
  })
  const sessions: Sessions = new Sessions({
    maxSessions: options.maxSessions ?? 10_000,
    maxBytes: options.maxBytes ?? 256 * 1024 * 1024,
    graceMs: options.graceMs ?? 5_000,
    make: (key) =>
      new Map(
        declared.flatMap(({ name, slot, shared }) =>
          shared === undefined ? [[name, slot(key)] as const] : [],
        ),
      ),
  })
  yield* keepIdleFresh(
    sessions,
    new Map(declared.map(({ name, freshForMs }) => [name, freshForMs])),
    options.idleRefreshMs ?? 900_000,
  )
  const slotsOf = (key: PrefetchKey) => {
    const own = sessions.open(key, nowMs())
    return declared.flatMap((source) => {
      const slot = source.shared ?? own.get(source.name)
      return slot === undefined ? [] : [{ source, slot }]
    })
  }
  type Slots = ReturnType<typeof slotsOf>

  const start = (key: PrefetchKey) =>
    Effect.sync(() => {
      for (const { slot, source } of slotsOf(key)) slot.ensure(source.refreshMs)
    })

  /** Starts what had not been started; tells which loads were under way before. */
  const begin = (slots: Slots): ReadonlySet<Slot> => {
    const before = new Set<Slot>()
    for (const { slot, source } of slots) {
      if (slot.pending) before.add(slot)
      slot.ensure(source.freshForMs)
      slot.hurry()
    }
    return before
  }

  const handOver = (
    slots: Slots,
    before: ReadonlySet<Slot>,
    waitFor: ReadonlyArray<Slot>,
    waitedMs: number,
  ): Taken<S> => {
    const values: Record<string, unknown> = {}
    const outcomes: Record<string, Outcome> = {}
    for (const { slot, source } of slots) {
      const { counters, name } = source
      const found = slot.peek()
      if (found !== undefined) {
        values[name] = found.value
        outcomes[name] = "used"
        slot.take(waitFor.includes(slot) ? waitedMs : 0)
        slot.ensure(source.refreshMs)
      } else if (slot.pending) {
        outcomes[name] = before.has(slot) ? "late" : "none"
        counters.late += 1
      } else outcomes[name] = slot.failed ? "failed" : "none"
    }
    // Filled above by the names of `sources`, each value from the load declared under its name.
    return { values, outcomes } as Taken<S>
  }

  const takeNow = (key: PrefetchKey): Taken<S> => {
    const slots = slotsOf(key)
    return handOver(slots, begin(slots), [], 0)
  }

  const take = Effect.fnUntraced(function* (key: PrefetchKey, waitMs: number) {
    const openedAt = nowMs()
    const slots = slotsOf(key)
    const before = begin(slots)
    const waitFor = slots.map(({ slot }) => slot).filter((slot) => slot.pending && !slot.peek())
    if (waitFor.length > 0 && waitMs > 0) {
      yield* Effect.forEach(waitFor, ({ ended }) => ended, {
        concurrency: "unbounded",
        discard: true,
      }).pipe(Effect.timeoutOption(waitMs))
    }
    return handOver(slots, before, waitFor, nowMs() - openedAt)
  })

  const close = (key: PrefetchKey) =>
    Effect.sync(() => {
      sessions.close(key, nowMs())
    })

  return {
    start,
    take,
    takeNow,
    close,
    // One entry per name of `sources`, as declared.
    counters: () =>
      Object.fromEntries(declared.map(({ name, counters }) => [name, counters])) as {
        readonly [K in keyof S]: SourceCounters
      },
    size: () => ({ sessions: sessions.size, bytes: sessions.bytes }),
  }
})
