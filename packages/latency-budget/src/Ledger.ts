/**
 * The ledger of one turn: which stage ran when, how it ended, and what is left of the budget.
 *
 * Plain synchronous code, no timers: it reads a monotonic clock and never throws. Times are
 * milliseconds since the ledger was opened.
 */
export interface StageEntry {
  readonly stage: string
  readonly startMs: number
  readonly endMs: number
  readonly outcome: string
}

export interface LedgerOptions {
  /** The whole budget in milliseconds, above 0. */
  readonly totalMs: number
  /** Monotonic milliseconds; `performance.now` unless given. */
  readonly now?: () => number
  /** When the message arrived, on the same clock; now unless given. */
  readonly openedAt?: number
}

export class Ledger {
  readonly totalMs: number
  readonly #now: () => number
  readonly #openedAt: number
  readonly #entries: Array<StageEntry> = []
  readonly #degraded: Array<string> = []
  #usedMs: number | undefined

  constructor(options: LedgerOptions) {
    this.totalMs = options.totalMs
    this.#now = options.now ?? (() => performance.now())
    this.#openedAt = options.openedAt ?? this.#now()
  }

  get elapsedMs(): number {
    return this.#now() - this.#openedAt
  }

  /** What a stage may still spend; never below 0. */
  get remainingMs(): number {
    return Math.max(0, this.totalMs - this.elapsedMs)
  }

  /** Starts a stage; the returned function ends it once, later calls change nothing. */
  begin(stage: string): (outcome: string) => void {
    const startMs = this.elapsedMs
    let open = true
    return (outcome) => {
      if (!open) return
      open = false
      this.#entries.push({ stage, startMs, endMs: this.elapsedMs, outcome })
    }
  }

  /** Notes once that something was left out or replaced, in the order it happened. */
  degrade(code: string): void {
    if (!this.#degraded.includes(code)) this.#degraded.push(code)
  }

  /** The first frame with content left: what came before it is what the budget paid for. */
  markFirstContent(): void {
    this.#usedMs ??= this.elapsedMs
  }

  get degraded(): ReadonlyArray<string> {
    return this.#degraded
  }

  get timeline(): ReadonlyArray<StageEntry> {
    return this.#entries.toSorted((a, b) => a.startMs - b.startMs)
  }

  get budget(): { readonly totalMs: number; readonly usedMs: number } {
    return { totalMs: this.totalMs, usedMs: this.#usedMs ?? this.elapsedMs }
  }
}
