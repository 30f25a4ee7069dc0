/**
 * Keeps what costs without being sure to pay to a share of all: guesses that were wasted, second calls beside a first. A
 * few are always allowed, and beyond them only while their share stays below a limit. All count half as much after ten
 * minutes, so that what did not pay is tried again.
 */
const halfLifeMs = 600_000
/** Costly ones that say nothing yet. */
const burst = 5

export class CostlyShare {
  readonly #most: number
  readonly #now: () => number
  #costly = 0
  #all = 0
  #at: number

  /** `most`: 0 to 1. */
  constructor(most: number, now: () => number) {
    this.#most = most
    this.#now = now
    this.#at = now()
  }

  get allows(): boolean {
    this.#age()
    return this.#costly < burst + this.#most * this.#all
  }

  count(isCostly: boolean): void {
    this.#age()
    this.#all += 1
    if (isCostly) this.#costly += 1
  }

  #age(): void {
    const now = this.#now()
    const left = 0.5 ** ((now - this.#at) / halfLifeMs)
    this.#costly *= left
    this.#all *= left
    this.#at = now
  }
}
