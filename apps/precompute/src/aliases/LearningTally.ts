/**
 * Counts of one pass of alias learning, for the log and the totals: pairs of a customer's wording and a cached
 * question that were proposed, approved (the wording now gets that question's answer), or rejected, and why; and what
 * stopped the pass early.
 */
import type { PairRefusal } from "@manga-assist/assistant"
import { Data } from "effect"
import type { Opinion } from "./JudgePrompt.ts"

/** `disagrees`: yes in one order, no in the other. */
export type Verdict = Opinion | "disagrees" | "late"

/** Why a proposed pair is no alias: by rules, or by the judge; `control`: the judge of its run was not believed. */
export type Rejection = PairRefusal | Exclude<Verdict, "same"> | "control"

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

/** Each with whether it is a fault; at the others a pass only waits for its turn. */
const isFault = {
  "control-unanswered": true,
  "customers-first": false,
  distrusted: true,
  embedding: true,
  "lead-lost": false,
  "model-refused": true,
  off: false,
  store: true,
  "token-cap": false,
}
export type StopReason = keyof typeof isFault

/** The pass ends here; the rest waits for the next. */
export class Stopped extends Data.TaggedError("Stopped")<{
  readonly by: StopReason
  /** The failure behind it, in its own words. */
  readonly why?: string
}> {}

export const stoppedBy = (by: StopReason) => (error: Error) =>
  new Stopped({ by, why: error.message })

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
  /** What ended the pass early, with the failure behind it. */
  declare stopped?: StopReason
  declare why?: string
  /** Why aliases are off, where they are. */
  declare off?: string

  reject(reason: Rejection, count = 1): void {
    if (count > 0) this.rejected[reason] = (this.rejected[reason] ?? 0) + count
  }

  stop({ by, why }: Stopped): void {
    this.stopped = by
    delete this.why
    if (why !== undefined) this.why = why
  }
}

export type LearningReport = Readonly<Omit<LearningTally, "reject" | "stop">>

/** What went wrong in a pass, in one sentence; undefined where nothing did. */
export const faultOf = ({ stopped, why }: LearningReport): string | undefined => {
  if (stopped === undefined || !isFault[stopped]) return undefined
  return why === undefined ? `stopped by ${stopped}` : `stopped by ${stopped}: ${why}`
}
