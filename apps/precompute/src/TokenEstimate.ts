/**
 * What an entry of a pattern will cost: the moving mean of what its last ones did, at first a guess from
 * prompts of about 2,000 tokens and answers of 150.
 */
const guess = 2_200
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
