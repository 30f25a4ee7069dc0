/**
 * Buffers what happened to learned wordings until it is written to
 * Redis: `used`, an answer was served by one; `right` or `wrong`, the audit compared such an answer with a fresh one.
 *
 * Used and right answers are counted; of wrong ones at most 1,000 ids are held, and `add` returns false for a
 * further one. If writing fails, the reports wait again. Plain state.
 */
import type { WordingReport } from "./WordingBook.ts"

export interface Reports {
  readonly used: number
  readonly right: number
  readonly wrong: ReadonlySet<string>
}

const mostWrong = 1_000

export class WordingReports {
  #used = 0
  #right = 0
  readonly #wrong = new Set<string>()
  #sending: Reports | undefined

  /** False where it is lost. */
  add(report: WordingReport, id: string): boolean {
    if (report === "used") this.#used += 1
    else if (report === "right") this.#right += 1
    else if (this.#wrong.size >= mostWrong && !this.#wrong.has(id)) return false
    else this.#wrong.add(id)
    return true
  }

  get waits(): boolean {
    return this.#used + this.#right + this.#wrong.size > 0 || this.#sending !== undefined
  }

  /** Ids that others may not know of yet. */
  get wrong(): ReadonlySet<string> {
    return new Set([...this.#wrong, ...(this.#sending?.wrong ?? [])])
  }

  /** All that waits; `undefined` when there is nothing, or while the last of it is on its way. */
  send(): Reports | undefined {
    if (this.#sending !== undefined || !this.waits) return undefined
    this.#sending = { used: this.#used, right: this.#right, wrong: new Set(this.#wrong) }
    this.#used = 0
    this.#right = 0
    this.#wrong.clear()
    return this.#sending
  }

  /** What was on its way has arrived, or waits again. Answers how many were lost. */
  sent(arrived: boolean): number {
    const { right = 0, used = 0, wrong = [] } = this.#sending ?? {}
    this.#sending = undefined
    if (arrived) return 0
    this.#used += used
    this.#right += right
    let lost = 0
    for (const id of wrong) if (!this.add("wrong", id)) lost += 1
    return lost
  }
}
