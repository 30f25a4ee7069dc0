/** Fits a power law to costs over sizes and returns its exponent: 0 is no growth, 1 is proportional. Pure. */
import { slope } from "../measure/Statistics.ts"

export interface CurvePoint {
  readonly size: number
  readonly cost: number
}

/**
 * Least squares over the logarithms: 0 is no growth, 1 is proportional. Points that cost nothing are left
 * out. @throws RangeError with fewer than two different sizes
 */
export const growthExponent = (points: ReadonlyArray<CurvePoint>): number => {
  const costly = points.filter(({ cost, size }) => cost > 0 && size > 0)
  if (new Set(costly.map(({ size }) => size)).size < 2) {
    throw new RangeError("a curve needs two different sizes that cost something")
  }
  return slope(costly.map(({ cost, size }) => [Math.log(size), Math.log(cost)]))
}
