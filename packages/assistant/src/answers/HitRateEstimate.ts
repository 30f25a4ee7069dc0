/**
 * Moving estimate of the hit rate of look-ups in Redis, over about the last 32, newest weighted most. While it is high,
 * a turn waits briefly for the look-up before it starts other reads. It never affects what is answered.
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
