/**
 * The time axis of a waterfall: 2,000 ms wide with a tick each 500, so that the pictures of two answers can be compared.
 * A longer turn widens it to the next tick, and its ticks lie further apart, so that there are never more than seven.
 */
export interface Axis {
  /** What the whole width stands for. */
  readonly endMs: number
  /** From 0 to the end, both included. */
  readonly ticks: ReadonlyArray<number>
  readonly isWidened: boolean
}

export const usualMs = 2_000
const steps = [500, 1_000, 2_000, 5_000, 10_000, 20_000]
const mostSteps = 6
const minuteMs = 60_000

const stepFor = (lastMs: number): number =>
  steps.find((step) => lastMs <= step * mostSteps) ??
  Math.ceil(lastMs / mostSteps / minuteMs) * minuteMs

export const axisOf = (lastMs: number): Axis => {
  const step = stepFor(lastMs)
  const isWidened = lastMs > usualMs
  const endMs = isWidened ? Math.ceil(lastMs / step) * step : usualMs
  return {
    endMs,
    ticks: Array.from({ length: endMs / step + 1 }, (_, at) => at * step),
    isWidened,
  }
}

/** Of the whole width, from 0 to 1. */
export const shareOf = ({ endMs }: Axis, ms: number): number => Math.min(1, Math.max(0, ms / endMs))
