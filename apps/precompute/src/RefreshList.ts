/**
 * Which entries are due, why, and in which order. Pure; times in milliseconds.
 *
 * Order: what has run out before what will; then what saves most time for a token; then the oldest.
 */
import { hash } from "node:crypto"
import type { Entry } from "./Entry.ts"

/** What the cache holds of an entry. */
export interface Held {
  readonly storedAt: number
  readonly freshForMs: number
}

export type Why = "missing" | "ran-out" | "runs-out" | "cron"

export interface Due {
  readonly entry: Entry
  readonly why: Why
  /** How long ago it was written; of a missing one infinite. */
  readonly ageMs: number
  readonly tokens: number
  /** Expected until it is renewed again. */
  readonly savesMsPerToken: number
}

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

export const dueOf = (entry: Entry, why: Why, ageMs: number, tokens: number): Due => ({
  entry,
  why,
  ageMs,
  tokens,
  savesMsPerToken:
    (entry.savesMs * entry.perHour * (entry.timing.holdsMs / 3_600_000)) / Math.max(1, tokens),
})

const isOut = ({ why }: Due): boolean => why === "missing" || why === "ran-out"

export const inOrder = (due: ReadonlyArray<Due>): ReadonlyArray<Due> =>
  due.toSorted(
    (a, b) =>
      Number(isOut(b)) - Number(isOut(a)) ||
      b.savesMsPerToken - a.savesMsPerToken ||
      (a.ageMs === b.ageMs ? 0 : b.ageMs - a.ageMs),
  )
