/**
 * Back-off for a failing target, with full jitter so that many senders do not retry at the same time (AWS
 * Architecture Blog, "Exponential Backoff and Jitter").
 */
export interface Backoff {
  readonly baseMs: number
  readonly maxMs: number
}

/** Whole milliseconds from 0 to min(maxMs, baseMs * 2^(failures - 1)), for a `random` in [0, 1). */
export const fullJitter = (failures: number, random: number, backoff: Backoff): number =>
  Math.ceil(
    random * Math.min(backoff.maxMs, backoff.baseMs * 2 ** Math.min(30, Math.max(0, failures - 1))),
  )
