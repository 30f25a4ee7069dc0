/**
 * Recent latencies of stages over all turns of a process: percentiles of the newest figures of each stage, 128 of them
 * and 30 s old at most unless set otherwise.
 *
 * Old figures expire, so that a stage that was skipped as slow is tried again when nothing recent is known. Bounded in
 * stages and in figures for each.
 */
import { usable, usableClock } from "./Usable.ts"

export interface StageLatenciesOptions {
  /** Figures kept for each stage, the newest, at most 65,536; 128 unless given. */
  readonly size?: number | undefined
  /**
   * How long a figure counts; 30 s unless given. Also how long a stage is left alone that is judged too
   * slow: long enough to spare a broken service, short enough to notice that it is back.
   */
  readonly windowMs?: number | undefined
  /** Below so many figures nothing is known; 20 unless given, as a 95th percentile needs. */
  readonly least?: number | undefined
  /** Monotonic milliseconds; `performance.now` unless given. */
  readonly now?: () => number
}

/** What a decision asks: a percentile of a stage, or nothing known. */
export interface Observed {
  /** `share` of 0.95 is the 95th percentile. */
  readonly percentile: (stage: string, share: number) => number | undefined
}

const maxStages = 64
/** Of one stage: a megabyte of them. */
const mostFigures = 65_536

interface Window {
  readonly ms: Float64Array
  readonly at: Float64Array
  next: number
  count: number
  /** Ascending, of the figures that counted when it was made; emptied by every new figure. */
  sorted: Float64Array | undefined
  /** When the oldest figure in `sorted` runs out. */
  sortedUntil: number
}

export class StageLatencies implements Observed {
  readonly #size: number
  readonly #windowMs: number
  readonly #least: number
  readonly #now: () => number
  readonly #windows = new Map<string, Window>()

  constructor(options: StageLatenciesOptions = {}) {
    const { least, now, size, windowMs }: StageLatenciesOptions = options ?? {}
    this.#size = Math.floor(usable(size, { least: 1, most: mostFigures, otherwise: 128 }))
    this.#windowMs = usable(windowMs, {
      least: 0,
      most: Number.POSITIVE_INFINITY,
      otherwise: 30_000,
    })
    this.#least = usable(least, { least: 1, otherwise: 20 })
    this.#now = usableClock(now)
  }

  /** A wait that was cut off counts with the time it was given: it took at least that. */
  observe(stage: string, ms: number): void {
    if (!(typeof ms === "number" && ms >= 0)) return
    let window = this.#windows.get(stage)
    if (window === undefined) {
      if (this.#windows.size >= maxStages) return
      window = {
        ms: new Float64Array(this.#size),
        at: new Float64Array(this.#size),
        next: 0,
        count: 0,
        sorted: undefined,
        sortedUntil: 0,
      }
      this.#windows.set(stage, window)
    }
    window.ms[window.next] = ms
    window.at[window.next] = this.#now()
    window.next = (window.next + 1) % this.#size
    window.count = Math.min(this.#size, window.count + 1)
    window.sorted = undefined
  }

  percentile(stage: string, share: number): number | undefined {
    const window = this.#windows.get(stage)
    if (window === undefined || window.count < this.#least) return undefined
    const sorted = this.#sortedOf(window)
    if (sorted.length < this.#least) return undefined
    const asked = usable(share, { least: -Number.MAX_VALUE, otherwise: Number.NaN })
    const rank = Math.ceil(Math.min(1, Math.max(0, asked)) * sorted.length)
    return sorted[Math.max(0, rank - 1)]
  }

  #sortedOf(window: Window): Float64Array {
    const now = this.#now()
    if (window.sorted !== undefined && now < window.sortedUntil) return window.sorted
    const since = now - this.#windowMs
    const figures: Array<number> = []
    let oldest = Number.POSITIVE_INFINITY
    for (let index = 0; index < window.count; index += 1) {
      const at = window.at[index] ?? 0
      if (at <= since) continue
      figures.push(window.ms[index] ?? 0)
      oldest = Math.min(oldest, at)
    }
    window.sorted = Float64Array.from(figures).sort()
    window.sortedUntil = oldest + this.#windowMs
    return window.sorted
  }
}
