/**
 * Counts of one pass of alias learning, for the log and the totals: pairs of a customer's wording and a cached
 * question that were proposed, approved (the wording now gets that question's answer), or rejected, and why.
 */
import type { PairRefusal } from "@manga-assist/assistant"
import type { Verdict } from "./PairJudge.ts"

/** Why a proposed pair is no alias: by rules, or by the judge; `control`: the judge of its run was not believed. */
export type Rejection = PairRefusal | Exclude<Verdict["kind"], "same" | "stopped"> | "control"

const everyRejection: Readonly<Record<Rejection, true>> = {
  "not-aliasable": true,
  "not-kept": true,
  slots: true,
  numbers: true,
  polarity: true,
  opposites: true,
  different: true,
  disagrees: true,
  unreadable: true,
  late: true,
  control: true,
}

export const rejectionReasons: ReadonlyArray<string> = Object.keys(everyRejection)

export type StopReason =
  | Extract<Verdict, { kind: "stopped" }>["by"]
  | "off"
  | "embedding"
  | "lead-lost"
  | "distrusted"
  | "control-unanswered"

/** Filled while the pass runs. */
export class LearningTally {
  readonly rejected: Partial<Record<Rejection, number>> = {}
  /** Near pairs that were looked at for the first time. */
  proposed = 0
  approved = 0
  /** Aliases that had run out, or were of another version, and were forgotten. */
  expired = 0
  /** Pairs of known verdict that were judged, and how many of them wrongly. */
  controls = 0
  disagreed = 0
  kept = 0
  missed = 0
  /** What ended the pass early; the rest waits for the next. */
  declare stopped?: StopReason
  /** The failure behind `stopped`, in its own words; absent where nothing failed. */
  declare why?: string
  /** Why aliases are off, where they are. */
  declare off?: string

  reject(reason: Rejection, count = 1): void {
    if (count > 0) this.rejected[reason] = (this.rejected[reason] ?? 0) + count
  }
}

/** Stops that are faults; at the others a pass only waits for its turn. */
const faults: ReadonlySet<StopReason> = new Set([
  "control-unanswered",
  "distrusted",
  "embedding",
  "model-refused",
  "store",
])

/** What went wrong in a pass, in one sentence; undefined where nothing did. */
export const faultOf = ({ stopped, why }: LearningReport): string | undefined => {
  if (stopped === undefined || !faults.has(stopped)) return undefined
  return why === undefined ? `stopped by ${stopped}` : `stopped by ${stopped}: ${why}`
}

export type LearningReport = Readonly<Omit<LearningTally, "reject">>
