/**
 * How often answers given to other words were found wrong, and whether that is too often to go on. Pure.
 *
 * A rate counts only as far as it is certain: its lower bound after Wilson, which small numbers keep low.
 */
export interface Checked {
  readonly right: number
  readonly wrong: number
}

export const falseHitLimit = {
  /** The share of wrong answers that is borne; `docs/architecture.md` promises it. */
  share: 0.005,
  /** Fewer checks say nothing. */
  leastChecks: 200,
  /**
   * Standard deviations of certainty. Three, because it is looked at after every check: of 300 caches with a
   * true rate of 0.4 %, looked at 10,000 times each, one went beyond; a rate of 2 % is found after 300 checks,
   * one of 5 % after 200.
   */
  deviations: 3,
  /** Beyond so many checks the older ones count half, so that what has become wrong shows. */
  mostChecks: 20_000,
} as const

/** Lower bound of the share of wrong answers; 0 without a wrong one. */
export const lowerBound = (
  { right, wrong }: Checked,
  deviations: number = falseHitLimit.deviations,
): number => {
  const checks = right + wrong
  // The terms below cancel out without a wrong one, but for the last digit.
  if (wrong === 0) return 0
  const share = wrong / checks
  const square = deviations * deviations
  const spread = deviations * Math.sqrt((share * (1 - share)) / checks + square / (4 * checks ** 2))
  return Math.max(0, (share + square / (2 * checks) - spread) / (1 + square / checks))
}

export const isTooOften = (checked: Checked): boolean =>
  checked.right + checked.wrong >= falseHitLimit.leastChecks &&
  lowerBound(checked) > falseHitLimit.share

export const add = (checked: Checked, verdict: "right" | "wrong"): Checked => {
  const right = checked.right + Number(verdict === "right")
  const wrong = checked.wrong + Number(verdict === "wrong")
  if (right + wrong <= falseHitLimit.mostChecks) return { right, wrong }
  return { right: Math.ceil(right / 2), wrong: Math.ceil(wrong / 2) }
}
