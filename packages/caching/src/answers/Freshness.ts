/**
 * Judges whether an entry is fresh, stale or expired, and shortens lifetimes at random so that entries written together
 * do not end together. Pure; times are milliseconds since the epoch.
 *
 * Lifetimes are absolute from the time of storing: reading an entry does not prolong it.
 */
export type Freshness = "fresh" | "stale" | "expired"

/**
 * What the invalidation of a tag makes of a value: a miss, which it is unless given, or stale for what is left of its
 * time, fresh time included, so that it is still served while it is made anew. Stale only if who wrote it and who reads
 * it both say so.
 */
export type WhenInvalidated = "remove" | "stale"

export interface Timed {
  readonly storedAt: number
  /** From storing on, above 0. */
  readonly freshForMs: number
  /** After `freshForMs`; 0 means never served stale. */
  readonly staleForMs: number
}

/** Clocks of two instances may differ by so much; an entry from further ahead is not believed. */
const MAX_SKEW_MS = 60_000

/** Anything that cannot be judged (a time that is not a number, one far ahead) is expired. */
export const freshness = (entry: Timed, now: number): Freshness => {
  const age = now - entry.storedAt
  if (!(age >= -MAX_SKEW_MS)) return "expired"
  if (age < entry.freshForMs) return "fresh"
  return age < entry.freshForMs + entry.staleForMs ? "stale" : "expired"
}

/**
 * A duration shortened by up to `spread` of itself, so that entries written together do not end
 * together. `random` is in [0, 1); the result is never longer than `durationMs`.
 */
export const jittered = (durationMs: number, random: number, spread = 0.1): number =>
  durationMs * (1 - spread * random)
