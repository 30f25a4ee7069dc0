/** Totals of this worker since its start and the entries of its last pass, for the metrics page. */
import type { PassReport } from "../answers/PassReport.ts"

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
  readonly leftOut: Record<string, number> = {}
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
