/**
 * An open-loop load generator: each request starts at its intended time, whatever became of earlier ones, and its
 * latency counts from there. Also a closed loop, for what requests cost, and the clock that all processes share.
 *
 * A closed loop would stop asking while the server stalls and so hide the stall (coordinated omission). In the open
 * loop a late start is part of the latency.
 */
export interface LoadClock {
  /** Milliseconds, monotonic. */
  readonly now: () => number
  /** Resolves at `time` or later; at once when it has passed. */
  readonly until: (time: number) => Promise<void>
}

/** One request on the clock's time line. */
export interface Timing {
  readonly intended: number
  readonly started: number
  /** Null while it is under way. */
  readonly ended: number | null
  /** Absent when it succeeded. */
  readonly failure?: unknown
}

export interface OpenLoop {
  /** In the order of their start, kept up to date. */
  readonly timings: ReadonlyArray<Timing>
  /** When every request was started and has ended. */
  readonly finished: Promise<void>
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

/** One each `gapMs` from `start` on, until `isOver` says so. */
export function* evenArrivals(
  start: number,
  gapMs: number,
  isOver: (next: number) => boolean,
): Generator<number> {
  for (let at = start; !isOver(at); at += gapMs) yield at
}

/** Starts each request at its time, whatever became of the others; a failed one is kept with its failure. */
export const startOpenLoop = (
  clock: LoadClock,
  arrivals: Iterable<number>,
  send: (index: number) => Promise<unknown>,
): OpenLoop => {
  const timings: Array<Timing> = []
  const run = async () => {
    const running: Array<Promise<void>> = []
    for (const intended of arrivals) {
      await clock.until(intended)
      const index = timings.length
      const begun = { intended, started: clock.now() }
      timings.push({ ...begun, ended: null })
      running.push(
        send(index).then(
          () => {
            timings[index] = { ...begun, ended: clock.now() }
          },
          (failure: unknown) => {
            timings[index] = { ...begun, ended: clock.now(), failure }
          },
        ),
      )
    }
    await Promise.all(running)
  }
  return { timings, finished: run() }
}

/** The other kind, for what things cost: so many at once, each as soon as one before it has ended. */
export const closedLoop = async (
  count: number,
  atOnce: number,
  one: (index: number) => Promise<unknown>,
): Promise<void> => {
  let next = 0
  const run = async () => {
    while (next < count) await one(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, run))
}

/** Of this machine: the same in all of its processes. */
export const sharedClock: LoadClock = {
  now: () => performance.timeOrigin + performance.now(),
  until: (time) => {
    const wait = time - sharedClock.now()
    return wait <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, wait))
  },
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
