/** The type of a source of prefetched values: what to read for a session, and how long its values are fresh. */
import type { Effect } from "effect"
import type { PrefetchKey, SourceOptions } from "./SourceOptions.ts"

export interface Source<A, E = unknown, R = never> extends SourceOptions<A> {
  /** Reads for one session; a `shared` source gets an empty session and must not depend on it. */
  readonly load: (key: PrefetchKey) => Effect.Effect<A, E, R>
}
