/**
 * `makePrefetch` for programs without Effect: sources whose `load` is an async function. `makeTypeAhead` without Effect is
 * in `PromiseTypeAhead.ts`.
 *
 * A load that exceeds its deadline, and every load at `close`, is aborted by its signal. The published file holds what it
 * needs of Effect (`tooling/bundle`), and its types name none of it.
 */
import "@manga-assist/options/node"
import {
  anyText,
  flag,
  func,
  mapOf,
  milliseconds,
  needed,
  number,
  object,
  text,
  whole,
} from "@manga-assist/options"
import { Effect, Exit, Scope } from "effect"
import { check } from "./CheckOptions.ts"
import { makePrefetch as makeEffectPrefetch } from "./Prefetch.ts"
import type {
  Outcome,
  PrefetchKey,
  PrefetchOptions,
  SourceCounters,
  SourceOptions,
} from "./SourceOptions.ts"

export { makeTypeAhead, type PromiseTypeAhead } from "./PromiseTypeAhead.ts"
export type { TypeAheadCounters, TypeAheadOptions } from "./TypeAheadOptions.ts"
export type { Outcome, PrefetchKey, PrefetchOptions, SourceCounters }

export interface PromiseSource<A> extends SourceOptions<A> {
  /** Reads for one session; a `shared` source gets an empty session and must not depend on it. */
  readonly load: (key: PrefetchKey, signal: AbortSignal) => Promise<A>
}

type Sources = Record<string, PromiseSource<unknown>>
type Value<S> = S extends { load: (...given: never) => Promise<infer A> } ? A : never

export interface PromiseTaken<S> {
  readonly values: { readonly [K in keyof S]?: Value<S[K]> }
  readonly outcomes: { readonly [K in keyof S]: Outcome }
}

/** A key or wait of another kind is an `OptionError`: thrown, or by `take` rejected with. */
export interface PromisePrefetch<S> {
  /** Starts what is neither there nor under way; returns at once. */
  readonly start: (key: PrefetchKey) => void
  /**
   * What is there after at most `waitMs` milliseconds, none for 0 and below; starts what had not been started. No load
   * makes it reject.
   */
  readonly take: (key: PrefetchKey, waitMs: number) => Promise<PromiseTaken<S>>
  /** As `take` without waiting. */
  readonly takeNow: (key: PrefetchKey) => PromiseTaken<S>
  /** The session is gone: cancels its loads, keeps its results for the grace. */
  readonly leave: (key: PrefetchKey) => void
  readonly counters: () => { readonly [K in keyof S]: Readonly<SourceCounters> }
  readonly size: () => { readonly sessions: number; readonly bytes: number }
  /** Ends every load and keeps nothing. */
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

const sourceRules = mapOf(
  object<PromiseSource<unknown>>({
    load: needed(func),
    deadlineMs: needed(milliseconds()),
    freshForMs: needed(number({ least: 0, most: Number.POSITIVE_INFINITY })),
    shared: flag,
    bytesOf: func,
  }),
)
const rules = object<PrefetchOptions>({
  maxSessions: whole(1),
  maxConcurrentLoads: whole(1),
  maxBytes: number({ least: 0 }),
  idleRefreshMs: number({ least: 0 }),
  refreshAfterMs: number({ least: 0, most: Number.POSITIVE_INFINITY }),
  graceMs: milliseconds(0),
  onError: func,
})

const keyRule = object<PrefetchKey>({ session: needed(text), user: anyText })
/** Less than nothing is left of a budget that is overdrawn. */
const waitRule = number({ most: Number.POSITIVE_INFINITY })

/** @throws OptionError naming what is unknown, of another kind, or out of range: `sources.profile.deadlineMs`. */
export const makePrefetch = <const S extends Sources>(
  sources: S,
  options: PrefetchOptions = {},
): PromisePrefetch<S> => {
  check("makePrefetch", sourceRules, sources, "sources")
  check("makePrefetch", rules, options)
  const scope = Scope.makeUnsafe()
  const withEffects = Object.fromEntries(
    Object.entries(sources).map(([name, source]) => {
      // Asked as a method of what was given; what is thrown before there is a promise is a rejection too.
      const load = (key: PrefetchKey) => Effect.promise(async (signal) => source.load(key, signal))
      return [name, { ...source, load }]
    }),
  )
  const prefetch = Effect.runSync(
    makeEffectPrefetch(withEffects, options).pipe(Scope.provide(scope)),
  )
  const close = () => Effect.runPromise(Scope.close(scope, Exit.void))
  return {
    start: (key) => {
      check("start", keyRule, key, "key")
      Effect.runSync(prefetch.start(key))
    },
    take: async (key, waitMs) => {
      check("take", keyRule, key, "key")
      check("take", waitRule, waitMs, "waitMs")
      // The names and values are those of `sources`, under other types of load.
      return Effect.runPromise(prefetch.take(key, waitMs)) as Promise<PromiseTaken<S>>
    },
    takeNow: (key) => {
      check("takeNow", keyRule, key, "key")
      return prefetch.takeNow(key) as PromiseTaken<S>
    },
    leave: (key) => {
      check("leave", keyRule, key, "key")
      Effect.runSync(prefetch.close(key))
    },
    counters: () => prefetch.counters() as ReturnType<PromisePrefetch<S>["counters"]>,
    size: prefetch.size,
    close,
    [Symbol.asyncDispose]: close,
  }
}
