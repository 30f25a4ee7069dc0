/**
 * Sums of this worker's passes since its start, for the metrics page: answers written, unchanged, failed or left out,
 * tokens of the model, and time spent waiting for customers. Of the last pass alone it keeps the counts by pattern
 * (rule of the schedule): answers to keep ready, those still fresh, and those written.
 */
import { leftOutReasons, type PassReport } from "../answers/PassReport.ts"

export class WorkerTotals {
  passes = 0
  written = 0
  /** Of the written: without the model. */
  unchanged = 0
  failed = 0
  tokens = 0
  outputTokens = 0
  /** Milliseconds for which customers went first. */
  waitedMs = 0
  /** Every reason, from the start. */
  readonly leftOut: Record<string, number> = Object.fromEntries(
    leftOutReasons.map((reason) => [reason, 0]),
  )
  /** Of the last pass over all entries. */
  byPattern: PassReport["byPattern"] = {}
}

export const addPass = (totals: WorkerTotals, report: PassReport): void => {
  totals.passes += 1
  for (const name of [
    "written",
    "unchanged",
    "failed",
    "tokens",
    "outputTokens",
    "waitedMs",
  ] as const) {
    totals[name] += report[name]
  }
  for (const [reason, count] of Object.entries(report.leftOut)) {
    totals.leftOut[reason] = (totals.leftOut[reason] ?? 0) + count
  }
  totals.byPattern = report.byPattern
}
