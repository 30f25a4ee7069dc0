/** What one learning pass did, for the log and the counts. */
import type { PairRefusal } from "@manga-assist/assistant"
import type { Verdict } from "./PairJudge.ts"

/** Why a proposed pair is no alias: by rules, or by the judge; `control`: the judge of its run was not believed. */
export type Rejection = PairRefusal | Exclude<Verdict["kind"], "same" | "stopped"> | "control"

export type StopReason =
  | Extract<Verdict, { kind: "stopped" }>["by"]
  | "off"
  | "embedding"
  | "lead-lost"
  | "distrusted"
  | "control-unanswered"

export interface LearningReport {
  /** Near pairs that were looked at for the first time. */
  readonly proposed: number
  readonly approved: number
  readonly rejected: Readonly<Partial<Record<Rejection, number>>>
  /** Aliases that had run out, or were of another version, and were forgotten. */
  readonly expired: number
  /** Pairs of known verdict that were judged, and how many of them wrongly. */
  readonly controls: number
  readonly disagreed: number
  readonly kept: number
  readonly missed: number
  /** What ended the pass early; the rest waits for the next. */
  readonly stopped?: StopReason
  /** Why aliases are off, where they are. */
  readonly off?: string
}

/** Filled while the pass runs. */
export class LearningTally implements LearningReport {
  readonly rejected: Partial<Record<Rejection, number>> = {}
  proposed = 0
  approved = 0
  expired = 0
  controls = 0
  disagreed = 0
  kept = 0
  missed = 0
  declare stopped?: StopReason
  declare off?: string

  reject(reason: Rejection, count = 1): void {
    if (count > 0) this.rejected[reason] = (this.rejected[reason] ?? 0) + count
  }
}
