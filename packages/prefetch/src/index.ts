/**
 * Reads ahead: when a session opens (`makePrefetch`), and while its customer is typing (`makeTypeAhead`).
 *
 * This entry is written with Effect; `promise.ts` has both without it.
 */
import "@manga-assist/options/node"
export { makePrefetch, type Prefetch, type Taken } from "./Prefetch.ts"
export type { Source } from "./Source.ts"
export type { Outcome, PrefetchKey, PrefetchOptions, SourceCounters } from "./SourceOptions.ts"
export { makeTypeAhead, type DraftRead, type TypeAhead } from "./TypeAhead.ts"
export type { TypeAheadCounters, TypeAheadOptions } from "./TypeAheadOptions.ts"
