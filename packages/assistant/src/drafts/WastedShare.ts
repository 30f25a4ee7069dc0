/**
 * Decides by what became of earlier guesses whether another may be made: a few are always allowed, and beyond them only
 * while the share of those that were wasted stays below a limit. Guesses count half as much after ten minutes, so that
 * what did not pay is tried again.
 */
const halfLifeMs = 600_000
/** Wasted ones that say nothing yet. */
const burst = 5

export class WastedShare {
  readonly #most: number
  readonly #now: () => number
  #wasted = 0
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
    return this.#wasted < burst + this.#most * this.#all
  }

  settled(isTaken: boolean): void {
    this.#age()
    this.#all += 1
    if (!isTaken) this.#wasted += 1
  }

  #age(): void {
    const now = this.#now()
    const left = 0.5 ** ((now - this.#at) / halfLifeMs)
    this.#wasted *= left
    this.#all *= left
    this.#at = now
  }
}
