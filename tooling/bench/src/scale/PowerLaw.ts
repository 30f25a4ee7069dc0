/** How a cost grows with a size: the exponent of the power law that fits best. Pure. */
export interface CurvePoint {
  readonly size: number
  readonly cost: number
}

/**
 * Least squares over the logarithms: 0 is no growth, 1 is proportional. Points that cost nothing are left
 * out. @throws RangeError with fewer than two different sizes
 */
export const growthExponent = (points: ReadonlyArray<CurvePoint>): number => {
  const logs = points
    .filter(({ cost, size }) => cost > 0 && size > 0)
    .map(({ cost, size }) => ({ x: Math.log(size), y: Math.log(cost) }))
  const mean = (pick: (log: (typeof logs)[number]) => number) =>
    logs.reduce((sum, log) => sum + pick(log), 0) / logs.length
  const x = mean((log) => log.x)
  const y = mean((log) => log.y)
  const spread = logs.reduce((sum, log) => sum + (log.x - x) ** 2, 0)
  if (!(spread > 0)) throw new RangeError("a curve needs two different sizes that cost something")
  return logs.reduce((sum, log) => sum + (log.x - x) * (log.y - y), 0) / spread
}
