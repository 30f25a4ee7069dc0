/**
 * The report of one pass of the worker (entries seen, renewed, left out and why, tokens), for the log, the command and
 * the totals; and the tally that collects it while the pass runs. For the log, `withoutEmpty` shortens a report and
 * `failureOf` says what went wrong.
 */
import type { Outcome } from "./Generation.ts"
import type { Due } from "../questions/RefreshList.ts"

/** `planned-anew`: the pass had lasted long enough; the next one follows at once. */
type Reason = Exclude<Outcome["kind"], "written"> | "planned-anew"

const everyReason: Readonly<Record<Reason, true>> = {
  "customers-first": true,
  "token-cap": true,
  "model-paused": true,
  "model-refused": true,
  "failed-before": true,
  "lead-lost": true,
  store: true,
  failed: true,
  "planned-anew": true,
}

/** Why entries that are due may be left out. */
export const leftOutReasons: ReadonlyArray<string> = Object.keys(everyReason).filter(
  (reason) => reason !== "failed",
)

/** A report as people read it in a log: what is 0 or empty is left out. */
export const withoutEmpty = (report: object): object =>
  Object.fromEntries(
    Object.entries(report).filter(([, value]) =>
      typeof value === "object" && value !== null ? Object.keys(value).length > 0 : value !== 0,
    ),
  )

/** What went wrong in a pass and why, in one sentence; undefined where nothing did. */
export const failureOf = ({
  failed,
  failures,
  leftOut,
  unreadable,
}: PassReport): string | undefined => {
  const { "planned-anew": _, ...others } = leftOut
  const reasons = failures.join("; ")
  if (failed > 0) return `${failed} answers failed: ${reasons}`
  if (reasons !== "") {
    const count = Object.values(others).reduce((sum, each) => sum + each, 0)
    return `${count} answers were left out: ${reasons}`
  }
  if (unreadable > 0) return `${unreadable} entries could not be looked up in the cache`
  return undefined
}

const mostNamed = 20

/** Collects while the pass runs. */
export class PassTally {
  /** Entries looked at. */
  patterns = 0
  written = 0
  /** Of the written: without asking the model, because nothing they depend on had changed. */
  unchanged = 0
  fresh = 0
  failed = 0
  /** Could not be looked up; not touched. */
  unreadable = 0
  /** Input and output. */
  tokens = 0
  outputTokens = 0
  /** Due and not renewed, by reason: the token cap, customers, the model, an answer in vain before, the store, a lost lead. */
  readonly leftOut: Partial<Record<Reason, number>> = {}
  /** The first of them, the most worthwhile first; at most 20. */
  readonly leftOutFirst: Array<string> = []
  /** Why entries failed, or what the model or the store refused with, each reason once, at most 20. */
  readonly failures: Array<string> = []
  readonly byPattern: Record<string, { entries: number; fresh: number; written: number }> = {}

  seen(pattern: string, isFresh: boolean): void {
    const ofPattern = (this.byPattern[pattern] ??= { entries: 0, fresh: 0, written: 0 })
    this.patterns += 1
    ofPattern.entries += 1
    if (!isFresh) return
    this.fresh += 1
    ofPattern.fresh += 1
  }

  leave({ entry }: Due, reason: Reason): void {
    this.leftOut[reason] = (this.leftOut[reason] ?? 0) + 1
    // What the next pass begins with at once is not worth naming.
    if (reason !== "planned-anew" && this.leftOutFirst.length < mostNamed) {
      this.leftOutFirst.push(`${entry.pattern}: ${entry.wordings[0]}`)
    }
  }

  outcome(due: Due, outcome: Outcome): void {
    this.tokens += outcome.tokens
    if (outcome.kind === "written") {
      this.written += 1
      if (outcome.unchanged) this.unchanged += 1
      this.outputTokens += outcome.outputTokens
      const ofPattern = this.byPattern[due.entry.pattern]
      if (ofPattern !== undefined) ofPattern.written += 1
      return
    }
    const { detail, kind } = outcome
    // Of the others the kind says it all.
    const isTold = kind === "failed" || kind === "model-refused" || kind === "store"
    if (isTold && this.failures.length < mostNamed && !this.failures.includes(detail)) {
      this.failures.push(detail)
    }
    if (kind === "failed") this.failed += 1
    else this.leave(due, kind)
  }

  report(tookMs: number, waitedMs: number): PassReport {
    return { ...this, waitedMs, tookMs }
  }
}

export type PassReport = Readonly<Omit<PassTally, "seen" | "leave" | "outcome" | "report">> & {
  readonly tookMs: number
  /** Of that, while customers went first. */
  readonly waitedMs: number
}
