/** How sure a share of right answers is. Pure. */
interface Interval {
  readonly low: number
  readonly high: number
}

/** Of 97.5 % of a normal distribution. */
const deviations = 1.959_964

/** 95 % Wilson score interval of a share; all that is possible where nothing was asked. */
export const wilsonInterval = (right: number, asked: number): Interval => {
  if (asked === 0) return { low: 0, high: 1 }
  const share = right / asked
  const square = deviations ** 2
  const middle = share + square / (2 * asked)
  const spread = deviations * Math.sqrt((share * (1 - share)) / asked + square / (4 * asked ** 2))
  const by = 1 + square / asked
  return { low: Math.max(0, (middle - spread) / by), high: Math.min(1, (middle + spread) / by) }
}
