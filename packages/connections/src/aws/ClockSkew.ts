/**
 * How far a service's clock is ahead of this machine's, as its refusals tell it. Signatures are dated by the service's
 * clock: AWS refuses those that are more than five minutes off.
 */
export class ClockSkew {
  /** Milliseconds. */
  ms = 0

  /**
   * Whether a request that was signed with a skew of `usedMs`, and refused at `serverTime` of the service (epoch
   * milliseconds, NaN where it told none), is signed better now.
   */
  corrected(serverTime: number, usedMs: number): boolean {
    const skew = serverTime - Date.now()
    if (!(Math.abs(skew - usedMs) >= skewToCorrectMs)) return false
    this.ms = skew
    return true
  }
}

/** The SDK corrects from four minutes on. */
const skewToCorrectMs = 240_000
