/**
 * Decides which entries (answers kept ready ahead of demand) are due for renewal, why, and in which order. Pure; times
 * in milliseconds.
 *
 * First come entries that have expired or will before the next pass reaches them; then those that save the most time
 * for each token; then the oldest. `Held` is what the cache holds of an entry: when it was stored, how long it is
 * fresh; `inTimeOf` shortens that to the time that the schedule allows. `isServed` is true while the entry's cached
 * answer is fresh, even if it is already due for renewal, and false once it is missing or expired.
 */
import { hash } from "node:crypto"
import type { Entry } from "./Entry.ts"

/** What the cache holds of an entry. */
export interface Held {
  readonly storedAt: number
  readonly freshForMs: number
}

/** However long the cache would hold it: never longer than its pattern says, less the cache's jitter. */
export const inTimeOf = ({ timing }: Entry, held: Held | undefined): Held | undefined =>
  held && { ...held, freshForMs: Math.min(held.freshForMs, timing.holdsMs * 0.9) }

export type Why = "missing" | "ran-out" | "runs-out" | "cron"

export interface Due {
  readonly entry: Entry
  readonly why: Why
  /** How long ago it was written; of a missing one infinite. */
  readonly ageMs: number
  /** How long it is still fresh; 0 of a missing one and of one that has run out. */
  readonly leftMs: number
  readonly tokens: number
  /** Expected until it is renewed again. */
  readonly savesMsPerToken: number
}

/** What is due only because it will run out is still served. */
export const isServed = (due: Due | undefined): boolean =>
  due === undefined || due.why === "runs-out" || due.why === "cron"

/** From 0 to 1, the same for an entry each time: what was written together is not renewed together. */
const jitterOf = (id: string): number =>
  Number.parseInt(hash("sha256", id, "hex").slice(0, 8), 16) / 0x1_0000_0000

/** A cron's entries spread over so much of the lead. */
const cronSpread = 0.5

export const whyDue = (entry: Entry, held: Held | undefined, now: number): Why | undefined => {
  if (held === undefined) return "missing"
  // A time from the future (a clock was set back) cannot be judged: as if written now.
  const ageMs = Math.max(0, now - held.storedAt)
  const { cron, leadMs } = entry.timing
  const jitter = jitterOf(entry.id)
  if (ageMs >= held.freshForMs) return "ran-out"
  if (held.freshForMs - ageMs <= leadMs * (1 - jitter / 2)) return "runs-out"
  const late = leadMs * cronSpread * jitter
  return cron?.firedBetween(held.storedAt - late, now - late) === true ? "cron" : undefined
}

export const dueOf = (
  entry: Entry,
  why: Why,
  { ageMs, leftMs }: Pick<Due, "ageMs" | "leftMs">,
  tokens: number,
): Due => ({
  entry,
  why,
  ageMs,
  leftMs,
  tokens,
  savesMsPerToken:
    (entry.savesMs * entry.perHour * (entry.timing.holdsMs / 3_600_000)) / Math.max(1, tokens),
})

/** A pass lasts a minute and the next one a minute more: what is left for later may run out meanwhile. */
const urgentMs = 120_000

const isUrgent = ({ leftMs }: Due): boolean => leftMs <= urgentMs

const missing = { ageMs: Number.POSITIVE_INFINITY, leftMs: 0 }

/** Of what the cache holds at `now`; a time from the future is taken for now. */
export const ageOf = (held: Held | undefined, now: number): Pick<Due, "ageMs" | "leftMs"> => {
  if (held === undefined) return missing
  const ageMs = Math.max(0, now - held.storedAt)
  return { ageMs, leftMs: Math.max(0, held.freshForMs - ageMs) }
}

export const inOrder = (due: ReadonlyArray<Due>): ReadonlyArray<Due> =>
  due.toSorted(
    (a, b) =>
      Number(isUrgent(b)) - Number(isUrgent(a)) ||
      b.savesMsPerToken - a.savesMsPerToken ||
      (a.ageMs === b.ageMs ? 0 : b.ageMs - a.ageMs),
  )
