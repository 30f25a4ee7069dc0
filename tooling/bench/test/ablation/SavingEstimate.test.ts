import { describe, expect, it } from "vitest"
import { estimateSaving, exactPercentile, isSaving } from "../../src/ablation/SavingEstimate.ts"
import { seededRandom } from "../../src/measure/Statistics.ts"

/** Turns that take `ms` at least, and now and then more, as on a machine that others use. */
const turns = (ms: number, count: number, random: () => number) =>
  Array.from({ length: count }, () => ms + (random() < 0.4 ? 12 * random() : random()))

const estimateOf = (savedMs: number, rounds: number, count: number, seed = 3) => {
  const random = seededRandom(seed)
  const measured = Array.from({ length: rounds }, () => ({
    without: turns(776 + savedMs, count, random),
    with: turns(776, count, random),
  }))
  return estimateSaving(measured, 10, seededRandom(1))
}

describe("a percentile of few values", () => {
  it("is one of them, by nearest rank, without the steps of a histogram", () => {
    expect(exactPercentile([776.3, 775.9, 780], 10)).toBe(775.9)
    expect(exactPercentile([4, 1, 3, 2], 50)).toBe(2)
    expect(exactPercentile([4, 1, 3, 2], 100)).toBe(4)
    expect(() => exactPercentile([], 50)).toThrow("no values")
  })
})

describe("the estimate of a saving", () => {
  it("finds a saving of a few milliseconds, with an interval around it", () => {
    for (const [rounds, count] of [
      [1, 8],
      [5, 60],
    ] as const) {
      const found = estimateOf(15, rounds, count)
      expect(found.ms).toBeCloseTo(15, 0)
      expect(found.low).toBeLessThanOrEqual(found.ms)
      expect(found.high).toBeGreaterThanOrEqual(found.ms)
      expect(found.high - found.low).toBeLessThan(10)
      expect(isSaving(found, 1.5)).toBe(true)
    }
  })

  it("calls nothing a saving where there is none, whatever the seed", () => {
    for (let seed = 1; seed <= 40; seed += 1) {
      expect(isSaving(estimateOf(0, 1, 8, seed), 0)).toBe(false)
    }
  })

  it("calls less than a millisecond, and less than the noise, no saving", () => {
    expect(isSaving({ ms: 0.9, low: 0.8, high: 1 }, 0)).toBe(false)
    expect(isSaving({ ms: 3, low: 2, high: 4 }, 3.5)).toBe(false)
    expect(isSaving({ ms: 3, low: -0.1, high: 4 }, 0)).toBe(false)
    expect(isSaving({ ms: -3, low: -4, high: -2 }, 0)).toBe(false)
    expect(isSaving({ ms: 3, low: 2, high: 4 }, 1)).toBe(true)
  })
})
