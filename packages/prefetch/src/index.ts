/**
 * Reads ahead: when a session opens (`makePrefetch`), and while its customer is typing (`makeTypeAhead`).
 *
 * This entry is written with Effect; `promise.ts` has `makePrefetch` without it.
 */
export { makePrefetch, type Prefetch, type PrefetchOptions, type Taken } from "./Prefetch.ts"
export type { Outcome, PrefetchKey, Source, SourceCounters } from "./Source.ts"
export {
  makeTypeAhead,
  type DraftRead,
  type TypeAhead,
  type TypeAheadCounters,
  type TypeAheadOptions,
} from "./TypeAhead.ts"
