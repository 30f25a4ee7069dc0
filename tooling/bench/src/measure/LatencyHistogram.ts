/**
 * An HDR histogram of latencies: microseconds inside, three significant digits, any range.
 *
 * Milliseconds go in and come out. Latencies must count from the intended start (`OpenLoop.ts`).
 */
import { build, type Histogram } from "hdr-histogram-js"

export class LatencyHistogram {
  readonly #microseconds: Histogram = build({ numberOfSignificantValueDigits: 3 })

  static of(milliseconds: Iterable<number>): LatencyHistogram {
    const histogram = new LatencyHistogram()
    for (const value of milliseconds) histogram.record(value)
    return histogram
  }

  /** @throws RangeError on what is no duration */
  record(milliseconds: number): void {
    if (!Number.isFinite(milliseconds) || milliseconds < 0) {
      throw new RangeError(`a latency must be 0 ms or more, not ${milliseconds}`)
    }
    this.#microseconds.recordValue(Math.round(milliseconds * 1_000))
  }

  get count(): number {
    return this.#microseconds.totalCount
  }

  /** 50 is the median. @throws RangeError when nothing was recorded */
  percentile(percent: number): number {
    if (this.count === 0) throw new RangeError("nothing was recorded")
    return this.#microseconds.getValueAtPercentile(percent) / 1_000
  }
}
