/**
 * `makePrefetch` for programs without Effect: sources whose `load` is an async function.
 *
 * A load that exceeds its deadline, and every load at `close`, is aborted by its signal.
 */
import { Effect, Exit, Scope } from "effect"
import { makePrefetch as makeEffectPrefetch, type PrefetchOptions } from "./Prefetch.ts"
import type { Outcome, PrefetchKey, Source, SourceCounters } from "./Source.ts"

export type { Outcome, PrefetchKey, PrefetchOptions, SourceCounters }

export interface PromiseSource<A> extends Omit<Source<A>, "load"> {
  /** Reads for one session; a `shared` source gets an empty session and must not depend on it. */
  readonly load: (key: PrefetchKey, signal: AbortSignal) => Promise<A>
}

type Sources = Record<string, PromiseSource<unknown>>
type Value<S> = S extends { load: (...given: never) => Promise<infer A> } ? A : never

export interface PromiseTaken<S> {
  readonly values: { readonly [K in keyof S]?: Value<S[K]> }
  readonly outcomes: { readonly [K in keyof S]: Outcome }
}

export interface PromisePrefetch<S> {
  /** Starts what is neither there nor under way; returns at once. */
  readonly start: (key: PrefetchKey) => void
  /** What is there after at most `waitMs`; starts what had not been started. Never rejects. */
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

export const makePrefetch = <const S extends Sources>(
  sources: S,
  options: PrefetchOptions = {},
): PromisePrefetch<S> => {
  const scope = Scope.makeUnsafe()
  const withEffects = Object.fromEntries(
    Object.entries(sources).map(([name, source]) => {
      const load = (key: PrefetchKey) => Effect.promise((signal) => source.load(key, signal))
      return [name, { ...source, load }]
    }),
  )
  const prefetch = Effect.runSync(
    makeEffectPrefetch(withEffects, options).pipe(Scope.provide(scope)),
  )
  const close = () => Effect.runPromise(Scope.close(scope, Exit.void))
  return {
    start: (key) => Effect.runSync(prefetch.start(key)),
    // The names and values are those of `sources`, under other types of load.
    take: (key, waitMs) =>
      Effect.runPromise(prefetch.take(key, waitMs)) as Promise<PromiseTaken<S>>,
    takeNow: (key) => prefetch.takeNow(key) as PromiseTaken<S>,
    leave: (key) => Effect.runSync(prefetch.close(key)),
    counters: () => prefetch.counters() as ReturnType<PromisePrefetch<S>["counters"]>,
    size: prefetch.size,
    close,
    [Symbol.asyncDispose]: close,
  }
}
