/** The questions that have no end yet, in the order in which they were asked. */
import type { FailureCode, RunningAnswer } from "./Answer.ts"

const atOnce = 5 // One runs and four wait at the server; it refuses more.

type Filter = (answer: RunningAnswer) => boolean

/** Those that the server may have thrown away. */
export const isUnconfirmed: Filter = ({ isSent, isStarted }) => isSent && !isStarted

export class Answers {
  #open: ReadonlyArray<RunningAnswer> = []

  get isEmpty(): boolean {
    return this.#open.length === 0
  }

  add(answer: RunningAnswer): void {
    this.#open = [...this.#open, answer]
  }

  has(answer: RunningAnswer): boolean {
    return this.#open.includes(answer)
  }

  remove(...gone: ReadonlyArray<RunningAnswer>): void {
    this.#open = this.#open.filter((answer) => !gone.includes(answer))
  }

  find(fits: Filter): RunningAnswer | undefined {
    return this.#open.find(fits)
  }

  fail(isMeant: Filter, code: FailureCode, why: string, retryable: boolean): void {
    const failed = this.#open.filter(isMeant)
    this.remove(...failed)
    for (const answer of failed) answer.fail(code, why, retryable)
  }

  /** The socket is gone. */
  lost(why: string, wasStable: boolean): void {
    for (const answer of this.#open) answer.lost(why, wasStable)
  }

  /** Over the next socket, or over this one. */
  askAgain(isMeant: Filter): void {
    this.dismiss((answer) => answer.isCancelled && isMeant(answer))
    for (const answer of this.#open.filter(isMeant)) answer.isSent = false
  }

  /** Says what the server has to be told now. */
  pump(send: (frame: ReturnType<RunningAnswer["next"]>) => void): void {
    for (const answer of this.#open.slice(0, atOnce)) {
      if (!answer.isSent) send(answer.next())
      // Were it to be asked again, it would be answered after those that were asked after it.
      if (answer.isUndecided) return
    }
  }

  dismiss(isMeant: Filter): void {
    this.fail(isMeant, "cancelled", "cancelled", true)
  }
}
