/**
 * Load that does not wait for the system it measures: each request has an intended time, is started then
 * whatever became of the earlier ones, and its latency counts from there.
 *
 * A closed loop would stop asking while the server stalls and so leave the stall out (coordinated
 * omission). Here a late start is part of the latency.
 */
export interface LoadClock {
  /** Milliseconds, monotonic. */
  readonly now: () => number
  /** Resolves at `time` or later; at once when it has passed. */
  readonly until: (time: number) => Promise<void>
}

/** One request on the clock's time line; `ended` is absent when it never ended. */
export interface Timing {
  readonly intended: number
  readonly started: number
  readonly ended: number
  readonly failure?: unknown
}

/** Poisson arrivals: `count` times after `start`, exponential gaps with the given rate. */
export const poissonArrivals = (
  start: number,
  ratePerSecond: number,
  count: number,
  random: () => number,
): ReadonlyArray<number> => {
  let at = start
  return Array.from({ length: count }, () => {
    at += (-Math.log(1 - random()) * 1_000) / ratePerSecond
    return at
  })
}

/** Even arrivals: one each `gapMs` from `start` on. */
export const evenArrivals = (start: number, gapMs: number, count: number): ReadonlyArray<number> =>
  Array.from({ length: count }, (_, index) => start + index * gapMs)

/** Starts each request at its time and waits for all of them; a failed one is kept with its failure. */
export const runOpenLoop = async (
  clock: LoadClock,
  arrivals: ReadonlyArray<number>,
  send: (index: number) => Promise<unknown>,
): Promise<ReadonlyArray<Timing>> => {
  const running: Array<Promise<Timing>> = []
  for (const [index, intended] of arrivals.entries()) {
    await clock.until(intended)
    const started = clock.now()
    running.push(
      send(index).then(
        () => ({ intended, started, ended: clock.now() }),
        (failure: unknown) => ({ intended, started, ended: clock.now(), failure }),
      ),
    )
  }
  return Promise.all(running)
}

/** From the intended start, as a user would count. */
export const latencyOf = (timing: Timing): number => timing.ended - timing.intended

/** The clock of this process. */
export const processClock: LoadClock = {
  now: () => performance.now(),
  until: (time) => {
    const wait = time - performance.now()
    return wait <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, wait))
  },
}
