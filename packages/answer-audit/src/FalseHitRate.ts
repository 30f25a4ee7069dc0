/**
 * The false-hit rate of a group of cached answers (the share of audited ones that were wrong), and whether it is too
 * high. Pure.
 *
 * Only the lower bound of the rate counts (Wilson score interval), which stays low for small samples; below a least
 * number of checks no rate is too high.
 */
export interface Checked {
  readonly right: number
  readonly wrong: number
}

export interface FalseHitLimit {
  /** The share of wrong answers that is borne. */
  readonly share: number
  /** Fewer checks say nothing. */
  readonly leastChecks: number
  /** Standard deviations of certainty. */
  readonly deviations: number
  /** Beyond so many checks the older ones count half, so that what has become wrong shows. */
  readonly mostChecks: number
}

export const falseHitLimit: FalseHitLimit = {
  share: 0.005,
  leastChecks: 200,
  /**
   * Three, because it is looked at after every check: of 300 caches with a
   * true rate of 0.4 %, looked at 10,000 times each, one went beyond; a rate of 2 % is found after 300 checks,
   * one of 5 % after 200.
   */
  deviations: 3,
  mostChecks: 20_000,
}

/** Lower bound of the share of wrong answers; 0 without a wrong one. */
export const lowerBound = (
  { right, wrong }: Checked,
  deviations = falseHitLimit.deviations,
): number => {
  const checks = right + wrong
  // The terms below cancel out without a wrong one, but for the last digit.
  if (wrong === 0) return 0
  const share = wrong / checks
  const square = deviations * deviations
  const spread = deviations * Math.sqrt((share * (1 - share)) / checks + square / (4 * checks ** 2))
  return Math.max(0, (share + square / (2 * checks) - spread) / (1 + square / checks))
}

export const isTooOften = (checked: Checked, limit = falseHitLimit): boolean =>
  checked.right + checked.wrong >= limit.leastChecks &&
  lowerBound(checked, limit.deviations) > limit.share

export const add = (
  checked: Checked,
  verdict: "right" | "wrong",
  { mostChecks }: FalseHitLimit = falseHitLimit,
): Checked => {
  const right = checked.right + Number(verdict === "right")
  const wrong = checked.wrong + Number(verdict === "wrong")
  if (right + wrong <= mostChecks) return { right, wrong }
  return { right: Math.ceil(right / 2), wrong: Math.ceil(wrong / 2) }
}
