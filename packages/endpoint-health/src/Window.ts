/**
 * One window of measurements of one endpoint: every try, name resolution, TCP and TLS apart.
 *
 * Pure data and the percentiles over it.
 */

/** One try of one step; `ms` is how long it took, also when it failed. */
export interface Try {
  readonly ms: number
  /** Absent: it worked. Else a short reason, for example `ECONNREFUSED` or `no answer in 2000 ms`. */
  readonly error?: string
}

/** One connection to one address. */
export interface Connect {
  readonly address: string
  readonly tcp: Try
  /** Absent when TCP failed, or when the endpoint speaks no TLS. */
  readonly tls?: Try
}

export interface Window {
  readonly dns: ReadonlyArray<Try>
  /** All addresses any resolution gave, each once. */
  readonly addresses: ReadonlyArray<string>
  readonly connects: ReadonlyArray<Connect>
}

/** Milliseconds of the tries that worked; undefined when none did. */
export interface Spread {
  readonly samples: number
  readonly failed: number
  readonly p50: number | undefined
  readonly p95: number | undefined
}

/** Nearest rank: the smallest value that at least `share` of all values do not exceed. */
const percentile = (sorted: ReadonlyArray<number>, share: number): number | undefined =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]

const spreadOf = (tries: ReadonlyArray<Try>): Spread => {
  const worked = tries
    .filter(({ error }) => error === undefined)
    .map(({ ms }) => ms)
    .toSorted((a, b) => a - b)
  return {
    samples: tries.length,
    failed: tries.length - worked.length,
    p50: percentile(worked, 0.5),
    p95: percentile(worked, 0.95),
  }
}

/** The three steps of a window, apart. */
export const stepsOf = (window: Window) => ({
  dns: spreadOf(window.dns),
  tcp: spreadOf(window.connects.map(({ tcp }) => tcp)),
  tls: spreadOf(window.connects.flatMap(({ tls }) => (tls === undefined ? [] : [tls]))),
})
