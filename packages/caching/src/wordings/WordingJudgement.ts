/**
 * Decides whether too many learned wordings gave wrong answers.
 *
 * Counts the verdicts, right or wrong, of an audit that compares the answer served by a learned wording with a fresh one
 * to the customer's own words. Once at least three answers within a day's window were wrong, and these are more than 5 %
 * of the window's verdicts, `judged` returns the reason to turn off all of them, because their approval can then not be
 * trusted. Plain state; the caller passes the time.
 */
export const disagreementLimit = {
  /** Fewer say nothing about the whole. */
  leastWrong: 3,
  /** Of all compared answers. */
  share: 0.05,
  /** The counts begin anew after so long. */
  windowMs: 86_400_000,
} as const

const isTooMuch = (right: number, wrong: number): boolean =>
  wrong >= disagreementLimit.leastWrong && wrong / (right + wrong) > disagreementLimit.share

/** For people: why none is used. */
const whyOff = (right: number, wrong: number): string =>
  `${wrong} of ${right + wrong} compared answers were wrong`

export class WordingJudgement {
  #since = Number.NEGATIVE_INFINITY
  #right = 0
  #wrong = 0

  /** The reason to use none any more, once there is one. */
  judged(verdict: "right" | "wrong", now: number): string | undefined {
    if (now - this.#since > disagreementLimit.windowMs) {
      this.#since = now
      this.#right = 0
      this.#wrong = 0
    }
    if (verdict === "right") this.#right += 1
    else this.#wrong += 1
    return isTooMuch(this.#right, this.#wrong) ? whyOff(this.#right, this.#wrong) : undefined
  }
}
