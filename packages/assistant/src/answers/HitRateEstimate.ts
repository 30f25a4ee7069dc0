/**
 * Estimates how likely a look-up in Redis is to find something, from the last few dozen look-ups, newest weighted
 * most.
 *
 * It decides only whether to read other things in parallel, never what is answered.
 */
const remembered = 32
const goodFrom = 0.5

export class HitRateEstimate {
  #share = 0

  observe(isHit: boolean): void {
    this.#share += ((isHit ? 1 : 0) - this.#share) / remembered
  }

  /** At least every second one finds something; not before some have. */
  get areGood(): boolean {
    return this.#share >= goodFrom
  }
}
