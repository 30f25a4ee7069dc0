/**
 * Predicts how many tokens the renewal of an answer costs: the exponential moving mean of the tokens that earlier
 * renewals under the same pattern (rule of the schedule, such as "questions about a genre") cost. The first guess,
 * 2,500, is near the mean that was measured with the local model.
 */
const guess = 2_500
/** Weight of the newest in the mean. */
const weight = 0.1

export class TokenEstimate {
  readonly #means = new Map<string, number>()

  of(pattern: string): number {
    return Math.ceil(this.#means.get(pattern) ?? guess)
  }

  learn(pattern: string, tokens: number): void {
    if (!(tokens > 0)) return
    const mean = this.#means.get(pattern)
    this.#means.set(pattern, mean === undefined ? tokens : mean + weight * (tokens - mean))
  }
}
