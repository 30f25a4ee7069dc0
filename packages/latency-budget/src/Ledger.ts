/**
 * Records the time of one turn: which stage ran when, how it ended, and what is left of the turn's latency budget.
 *
 * Synchronous, without timers; it reads a clock and never throws. Times are milliseconds since the record was opened.
 * A clock that goes backwards counts as standing still, so that no stage ends before it began.
 */
import { usable, usableClock } from "./Usable.ts"

export interface StageEntry {
  readonly stage: string
  readonly startMs: number
  readonly endMs: number
  /** `unfinished` for a stage that has not ended yet; `endMs` is then now. */
  readonly outcome: string
}

/** What a customer notices: the first content of any kind, the first word of an answer, its end. */
export type Mark = "first-products" | "first-token" | "complete"

export interface LedgerOptions {
  /** The whole budget in milliseconds; nothing is left of one that is no number or below 0. */
  readonly totalMs: number
  /** Milliseconds on a clock that should be monotonic; `performance.now` unless given. */
  readonly now?: () => number
  /** When the message arrived, on the same clock; now unless given. */
  readonly openedAt?: number
}

export interface Allowance {
  /** Never more than this; what is left unless given. */
  readonly atMostMs?: number | undefined
  /** Kept back for what comes after, 0 or more; 0 unless given. */
  readonly reserveMs?: number | undefined
  /** Of what is left after the reserve, from 0 to 1; 1 unless given. */
  readonly share?: number | undefined
}

/** The longest that a timer can wait; a longer one would end at once. */
const longestTimerMs = 2_147_483_647

interface Stage {
  readonly stage: string
  readonly startMs: number
  endMs: number
  outcome: string | undefined
}

export class Ledger {
  readonly totalMs: number
  readonly #now: () => number
  readonly #openedAt: number
  readonly #stages: Array<Stage> = []
  readonly #degraded: Array<string> = []
  readonly #marks = new Map<Mark, number>()
  #latestMs = 0

  constructor(options: LedgerOptions) {
    const { now, openedAt, totalMs }: Partial<LedgerOptions> = options ?? {}
    this.totalMs = usable(totalMs, { least: 0, most: Number.POSITIVE_INFINITY, otherwise: 0 })
    this.#now = usableClock(now)
    this.#openedAt = usable(openedAt, { least: -Number.MAX_VALUE, otherwise: this.#now() })
  }

  get elapsedMs(): number {
    const elapsed = this.#now() - this.#openedAt
    // In whole microseconds: nobody can use more, and every digit of it is sent.
    if (elapsed > this.#latestMs) this.#latestMs = Math.round(1_000 * elapsed) / 1_000
    return this.#latestMs
  }

  /** What a stage may still spend; never below 0. */
  get remainingMs(): number {
    return Math.max(0, this.totalMs - this.elapsedMs)
  }

  /**
   * The deadline of one wait, in whole milliseconds: what is left and allowed, at least 1 and at most what a timer can
   * wait, 24.8 days.
   */
  deadlineMs(allowance: Allowance = {}): number {
    const { atMostMs, reserveMs, share }: Allowance = allowance ?? {}
    const most = Number.POSITIVE_INFINITY
    const left = this.remainingMs - usable(reserveMs, { least: 0, most, otherwise: 0 })
    const allowed = Math.min(
      usable(atMostMs, { least: -most, most, otherwise: most }),
      // Infinity less Infinity, or none of it, is no number.
      left * usable(share, { least: 0, most: 1, otherwise: 1 }) || 0,
      longestTimerMs,
    )
    return Math.max(1, Math.floor(allowed))
  }

  /** Starts a stage; the returned function ends it once, later calls change nothing. Stages may overlap. */
  begin(stage: string): (outcome: string) => void {
    const entry: Stage = { stage, startMs: this.elapsedMs, endMs: 0, outcome: undefined }
    this.#stages.push(entry)
    return (outcome) => {
      if (entry.outcome !== undefined) return
      entry.outcome = outcome
      entry.endMs = this.elapsedMs
    }
  }

  /** Adds a stage that ended before the ledger was opened; its times are since the same arrival. */
  record(entry: StageEntry): void {
    const { endMs, outcome, stage, startMs }: Partial<StageEntry> = entry ?? {}
    if (stage === undefined) return
    const startedMs = usable(startMs, { least: -Number.MAX_VALUE, otherwise: 0 })
    const endedMs = usable(endMs, { least: startedMs, otherwise: startedMs })
    this.#stages.push({ stage, startMs: startedMs, endMs: endedMs, outcome })
  }

  /** Notes once that something was left out or replaced, in the order it happened. */
  degrade(code: string): void {
    if (!this.#degraded.includes(code)) this.#degraded.push(code)
  }

  /** Notes when something was first seen by the customer; later calls change nothing. */
  mark(mark: Mark): void {
    if (typeof mark === "string" && !this.#marks.has(mark)) this.#marks.set(mark, this.elapsedMs)
  }

  /** Takes a mark back: what was seen turned out to be no content of the answer. */
  unmark(mark: Mark): void {
    this.#marks.delete(mark)
  }

  get degraded(): ReadonlyArray<string> {
    return this.#degraded
  }

  /** Milliseconds of each mark that was reached. */
  get marks(): Readonly<Partial<Record<Mark, number>>> {
    return Object.fromEntries(this.#marks)
  }

  /** By start; of stages that began together the one begun first comes first. */
  get timeline(): ReadonlyArray<StageEntry> {
    const now = this.elapsedMs
    return this.#stages
      .map(({ endMs, outcome, stage, startMs }) => ({
        stage,
        startMs,
        endMs: outcome === undefined ? now : endMs,
        outcome: outcome ?? "unfinished",
      }))
      .toSorted((a, b) => a.startMs - b.startMs)
  }

  /** `usedMs` stops at the first mark, of whatever kind: what came before it is what the budget paid for. */
  get budget(): { readonly totalMs: number; readonly usedMs: number } {
    return { totalMs: this.totalMs, usedMs: Math.min(this.elapsedMs, ...this.#marks.values()) }
  }
}
