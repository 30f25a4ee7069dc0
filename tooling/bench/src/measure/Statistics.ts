/**
 * Statistics over a few rounds: median, bootstrap intervals of ratios and differences, slope; and a seeded random
 * generator. Pure.
 *
 * Percentiles of many latencies are in `LatencyHistogram.ts`.
 */

/** The middle value, or the mean of the two middle ones. @throws RangeError on an empty list */
export const median = (values: ReadonlyArray<number>): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const upper = sorted[sorted.length >> 1]
  const lower = sorted[(sorted.length - 1) >> 1]
  if (upper === undefined || lower === undefined) throw new RangeError("no values")
  return (lower + upper) / 2
}

/** `mulberry32`: numbers in [0, 1) that are the same for the same seed on every machine. */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface Interval {
  readonly low: number
  readonly high: number
}

const resamples = 2_000

/** Resampling one or two values invents certainty. */
const fewest = 3

type Rounds = ReadonlyArray<number>

/** The middle 95 % of what `of` says of the medians of both, their rounds resampled; nothing for fewer than three. */
const bootstrap =
  (of: (before: number, after: number) => number) =>
  (before: Rounds, after: Rounds, random: () => number): Interval | undefined => {
    if (before.length < fewest || after.length < fewest) return undefined
    const resampled = (values: Rounds) =>
      median(values.map(() => values[Math.floor(random() * values.length)] ?? 0))
    const drawn = Array.from({ length: resamples }, () => of(resampled(before), resampled(after)))
      .filter(Number.isFinite)
      .toSorted((a, b) => a - b)
    const at = (share: number) => drawn[Math.round(share * (drawn.length - 1))] ?? Number.NaN
    return { low: at(0.025), high: at(0.975) }
  }

/** 95 % interval of the median of `after` less that of `before`. */
export const differenceInterval = bootstrap((before, after) => after - before)

/** 95 % interval of the median of `after` ÷ that of `before`. */
export const ratioInterval = bootstrap((before, after) => after / before)

/** Least squares: units of `y` for one of `x`; 0 with fewer than two different `x`. */
export const slope = (points: ReadonlyArray<readonly [x: number, y: number]>): number => {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  let covariance = 0
  let variance = 0
  for (const point of points) {
    covariance += (point[0] - x) * (point[1] - y)
    variance += (point[0] - x) ** 2
  }
  return variance === 0 || points.length < 2 ? 0 : covariance / variance
}
