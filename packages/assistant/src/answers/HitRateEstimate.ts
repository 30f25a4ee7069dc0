/**
 * How likely a look-up that has to ask another process is to find something: of the last few dozen, the later
 * ones counting more. It decides what is read beside the look-up, and is never asked what to answer.
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
