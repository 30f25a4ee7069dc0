import { describe, expect, it } from "vitest"
import { figure, atMost, atLeast } from "../src/measure/Figure.ts"
import { LatencyHistogram } from "../src/measure/LatencyHistogram.ts"
import { median, ratioInterval, seededRandom } from "../src/measure/Statistics.ts"

describe("percentiles of a server with known delays", () => {
  it("are within 2 % for a distribution whose percentiles are known", () => {
    // Exponential with mean 40 ms: its p-th percentile is -40 ln(1 - p).
    const random = seededRandom(7)
    const delays = Array.from({ length: 200_000 }, () => -40 * Math.log(1 - random()))
    const histogram = LatencyHistogram.of(delays)
    for (const percent of [50, 90, 95, 99]) {
      const known = -40 * Math.log(1 - percent / 100)
      expect(Math.abs(histogram.percentile(percent) / known - 1)).toBeLessThan(0.02)
    }
  })

  it("finds a rare slow mode where it begins", () => {
    const histogram = LatencyHistogram.of(
      Array.from({ length: 1_000 }, (_, index) => (index < 980 ? 5 : 2_000)),
    )
    expect(histogram.percentile(95)).toBeCloseTo(5, 1)
    expect(Math.abs(histogram.percentile(99) / 2_000 - 1)).toBeLessThan(0.002)
    expect(Math.abs(histogram.percentile(100) / 2_000 - 1)).toBeLessThan(0.002)
    expect(histogram.count).toBe(1_000)
  })

  it("keeps three digits of any latency from microseconds to minutes", () => {
    for (let latency = 0.1; latency < 200_000; latency *= 1.37) {
      const kept = LatencyHistogram.of([latency]).percentile(50)
      expect(Math.abs(kept - latency)).toBeLessThanOrEqual(0.001 + latency / 500)
    }
  })

  it("refuses what is no latency", () => {
    const histogram = new LatencyHistogram()
    expect(() => histogram.record(-1)).toThrow("0 ms or more, not -1")
    expect(() => histogram.record(Number.NaN)).toThrow(RangeError)
    expect(() => histogram.percentile(50)).toThrow("nothing was recorded")
  })
})

describe("rounds", () => {
  it("have the middle value, or the mean of the two middle ones", () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(() => median([])).toThrow(RangeError)
  })

  it("make a figure with its spread and verdict", () => {
    const made = figure("ratio", "times", [1.4, 1.1, 1.2], { target: atMost(1.25) })
    expect(made).toMatchObject({ value: 1.2, min: 1.1, max: 1.4, met: true })
    expect(figure("rate", "per s", [400], { target: atLeast(500) }).met).toBe(false)
    expect(figure("free", "ms", [3]).met).toBeNull()
    // JSON has no such numbers: the file would be refused by its readers.
    expect(() => figure("none", "ms", [1, Number.POSITIVE_INFINITY])).toThrow("none: 1, Infinity")
  })
})

describe("the interval of a ratio", () => {
  it("excludes 1 where the sides are apart and includes it where they overlap", () => {
    const before = [10, 10.2, 9.9, 10.1, 10]
    const apart = ratioInterval(before, [5, 5.1, 4.9, 5, 5.2], seededRandom(1))
    expect(apart?.low).toBeGreaterThan(0.4)
    expect(apart?.high).toBeLessThan(0.6)
    const same = ratioInterval(before, [10.1, 9.8, 10.3, 10, 9.9], seededRandom(1))
    expect(same?.low).toBeLessThanOrEqual(1)
    expect(same?.high).toBeGreaterThanOrEqual(1)
  })

  it("is the same for the same seed, and absent with fewer than three rounds", () => {
    const of = (seed: number) => ratioInterval([1, 2, 3], [2, 3, 4], seededRandom(seed))
    expect(of(3)).toEqual(of(3))
    expect(ratioInterval([1, 2], [1, 2, 3], seededRandom(1))).toBeUndefined()
  })

  it("covers the true ratio of 2 in most of many experiments", () => {
    const random = seededRandom(11)
    const sample = (scale: number) =>
      Array.from({ length: 9 }, () => scale * (1 + 0.2 * (random() - 0.5)))
    let covered = 0
    for (let experiment = 0; experiment < 60; experiment++) {
      const interval = ratioInterval(sample(10), sample(20), random)
      if (interval !== undefined && interval.low <= 2 && interval.high >= 2) covered++
    }
    expect(covered).toBeGreaterThanOrEqual(50)
  })
})
