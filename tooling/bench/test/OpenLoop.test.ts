import { describe, expect, it } from "vitest"
import { LatencyHistogram } from "../src/measure/LatencyHistogram.ts"
import {
  evenArrivals,
  poissonArrivals,
  startOpenLoop,
  type Timing,
} from "../src/measure/OpenLoop.ts"
import { seededRandom } from "../src/measure/Statistics.ts"
import { SteppedClock } from "./SteppedClock.ts"

/** Of those that succeeded, from their intended start, as a user would count. */
const latencies = (timings: ReadonlyArray<Timing>): ReadonlyArray<number> =>
  timings.flatMap(({ intended, ended, failure }) =>
    ended === null || failure !== undefined ? [] : [ended - intended],
  )

const until = (end: number) => (next: number) => next >= end

describe("an open loop", () => {
  it("finds the known percentiles of a server with known delays, within 2 %", async () => {
    const clock = new SteppedClock()
    // 90 % answer after 20 ms, 9 % after 200 ms, 1 % after 900 ms.
    const delay = (index: number) => (index % 100 === 99 ? 900 : index % 100 >= 90 ? 200 : 20)
    const loop = startOpenLoop(clock, evenArrivals(0, 10, until(20_000)), (index) =>
      clock.until(clock.now() + delay(index)),
    )
    await clock.runUntilIdle()
    await loop.finished
    const histogram = LatencyHistogram.of(latencies(loop.timings))
    expect(histogram.count).toBe(2_000)
    for (const [percent, known] of [
      [50, 20],
      [95, 200],
      [99.5, 900],
    ] as const) {
      expect(Math.abs(histogram.percentile(percent) / known - 1)).toBeLessThan(0.02)
    }
  })

  it("starts each request at its time although the earlier ones hang", async () => {
    const clock = new SteppedClock()
    const loop = startOpenLoop(
      clock,
      evenArrivals(100, 50, until(300)),
      () => new Promise<void>(() => {}),
    )
    await clock.runUntilIdle()
    expect(loop.timings.map(({ intended, started }) => [intended, started])).toEqual([
      [100, 100],
      [150, 150],
      [200, 200],
      [250, 250],
    ])
    expect(loop.timings.every(({ ended }) => ended === null)).toBe(true)
    expect(latencies(loop.timings)).toEqual([])
  })

  it("shows a stalled server as its users feel it, where a closed loop shows one slow request", async () => {
    // The server serves one request after the other in 1 ms, and stands still from 1,000 to 2,000.
    const clock = new SteppedClock()
    let freeAt = 0
    const serve = () => {
      const begin = Math.max(clock.now(), freeAt)
      freeAt = (begin >= 1_000 && begin < 2_000 ? 2_000 : begin) + 1
      return clock.until(freeAt)
    }
    const open = startOpenLoop(clock, evenArrivals(0, 10, until(4_000)), serve)
    await clock.runUntilIdle()
    await open.finished
    const felt = LatencyHistogram.of(latencies(open.timings))
    // 100 of 400 users came during the stall; the first of them waited for a second.
    expect(felt.percentile(100)).toBeGreaterThan(990)
    expect(felt.percentile(90)).toBeGreaterThan(500)

    // The closed loop on the same time line: 3,000 requests of 1 ms, one of 1,001 ms.
    const closed = new LatencyHistogram()
    for (let at = 0; at < 4_000;) {
      const end = (at >= 1_000 && at < 2_000 ? 2_000 : at) + 1
      closed.record(end - at)
      at = end
    }
    expect(closed.percentile(99)).toBeLessThan(2)
  })

  it("counts a late start as latency, on a recorded time line", () => {
    const recorded = [
      { intended: 0, started: 0, ended: 5 },
      // The process was busy: started 90 ms late, answered in 5 ms, felt as 95.
      { intended: 10, started: 100, ended: 105 },
      { intended: 20, started: 100, ended: 130, failure: new Error("cut") },
      { intended: 30, started: 100, ended: null },
    ]
    expect(latencies(recorded)).toEqual([5, 95])
  })

  it("keeps what failed, with its failure", async () => {
    const clock = new SteppedClock()
    const loop = startOpenLoop(clock, [5, 6], (index) =>
      index === 0 ? Promise.reject(new Error("no")) : Promise.resolve(),
    )
    await clock.runUntilIdle()
    await loop.finished
    expect(loop.timings).toEqual([
      { intended: 5, started: 5, ended: 5, failure: new Error("no") },
      { intended: 6, started: 6, ended: 6 },
    ])
  })
})

describe("Poisson arrivals", () => {
  it("have the asked rate and the spread of a Poisson process", () => {
    const count = 50_000
    const arrivals = poissonArrivals(1_000, 200, count, seededRandom(3))
    const gaps = arrivals.map((at, index) => at - (arrivals[index - 1] ?? 1_000))
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / count
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / count
    expect(Math.abs(mean / 5 - 1)).toBeLessThan(0.02)
    // Exponential gaps: the deviation equals the mean.
    expect(Math.abs(Math.sqrt(variance) / mean - 1)).toBeLessThan(0.03)
  })
})
