/**
 * Estimates the milliseconds that one configuration saves over another: median of the rounds, with a 95 % bootstrap
 * interval. It counts as a saving only if the interval is above 0 and the estimate exceeds both 1 ms and the noise, the
 * difference between two measurements of one configuration. Pure.
 */
import { median } from "../measure/Statistics.ts"

type Times = ReadonlyArray<number>

/** One round: the times of the turns without a technique, and with it. */
export interface Compared {
  readonly without: Times
  readonly with: Times
}

/** Nearest rank, of the values themselves: a histogram's steps are as wide as what is looked for. */
export const exactPercentile = (values: Times, percent: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const found = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]
  if (found === undefined) throw new RangeError("no values")
  return found
}

const resamples = 1_000

/** `percent`: of a round's turns, what stands for its time. @throws RangeError without rounds or turns */
export const estimateSaving = (
  rounds: ReadonlyArray<Compared>,
  percent: number,
  random: () => number,
) => {
  const resampled = <A>(values: ReadonlyArray<A>): ReadonlyArray<A> =>
    values.flatMap(() => values[Math.floor(random() * values.length)] ?? [])
  const saved = (
    of: ReadonlyArray<Compared>,
    drawn: (turns: Times) => Times = (turns) => turns,
  ) => {
    const time = (turns: Times) => exactPercentile(drawn(turns), percent)
    return median(of.map((each) => time(each.without) - time(each.with)))
  }
  const drawn = Array.from({ length: resamples }, () => saved(resampled(rounds), resampled))
  return {
    /** Median of the rounds, milliseconds. */
    ms: saved(rounds),
    /** 95 % bootstrap interval: rounds, and of each round its turns, resampled. */
    low: exactPercentile(drawn, 2.5),
    high: exactPercentile(drawn, 97.5),
  }
}

export type SavingEstimate = ReturnType<typeof estimateSaving>

/** Less is nothing, whatever the interval says. */
const leastMs = 1

/** `noiseMs`: by how much the same combination differed from itself when it was measured twice. */
export const isSaving = ({ low, ms }: SavingEstimate, noiseMs: number): boolean =>
  low > 0 && ms > Math.max(leastMs, noiseMs)

/** Whether a saving of so many milliseconds can be ruled out; what noise hides cannot. */
const excludes = (ms: number, { high }: SavingEstimate, noiseMs: number): boolean =>
  high + noiseMs < ms

/** What is to be said of a claim in a few words; what noise explains is never called a saving. */
export const verdictOf = (
  claimedMs: number,
  measured: SavingEstimate,
  noiseMs: number,
  /** What it saves by itself, where it is a turn's. */
  onAlone?: SavingEstimate,
): string => {
  const { high, low, ms } = measured
  if (!isSaving(measured, noiseMs)) {
    // Worth something alone and, for certain, less than half of that beside the others.
    const isMadeNeedless =
      onAlone !== undefined &&
      isSaving(onAlone, noiseMs) &&
      excludes(onAlone.ms / 2, measured, noiseMs)
    if (isMadeNeedless) return "made needless by the rows above"
    return excludes(claimedMs, measured, noiseMs) ? "not reproduced" : "within noise, cannot tell"
  }
  if (Math.abs(ms - claimedMs) <= Math.max(3, 0.2 * claimedMs)) return "near the claim"
  if (low - noiseMs <= claimedMs && claimedMs <= high + noiseMs) {
    return "saves, noise hides how much"
  }
  return ms < claimedMs ? "less than claimed" : "more than claimed"
}
