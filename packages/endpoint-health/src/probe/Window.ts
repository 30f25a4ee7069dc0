/**
 * Types for one window: the measurements of one check of an endpoint, which repeats name resolution, TCP and TLS
 * connections (each timed separately) 5 to 100 times. Also computes the percentiles of a window's times. Pure
 * data.
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
  /** What ALPN agreed on: `h2`, `http/1.1`. */
  readonly protocol?: string
}

export interface Window {
  readonly dns: ReadonlyArray<Try>
  /** All addresses any resolution gave, each once. */
  readonly addresses: ReadonlyArray<string>
  /** Those of them that were not connected to: beyond the bound, or IPv6 where this host has none. */
  readonly untried?: ReadonlyArray<string>
  readonly connects: ReadonlyArray<Connect>
  /** How late this process typically (median) came to its events, in milliseconds; it is in all times. */
  readonly loopDelayMs?: number
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

/** The milliseconds of those that worked, ascending. */
export const worked = (tries: ReadonlyArray<Try>): ReadonlyArray<number> =>
  tries
    .filter(({ error }) => error === undefined)
    .map(({ ms }) => ms)
    .toSorted((a, b) => a - b)

export const spreadOf = (tries: ReadonlyArray<Try>): Spread => {
  const times = worked(tries)
  return {
    samples: tries.length,
    failed: tries.length - times.length,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
  }
}

export interface ConnectTries {
  readonly tcp: ReadonlyArray<Try>
  readonly tls: ReadonlyArray<Try>
}

export const triesOf = (connects: ReadonlyArray<Connect>): ConnectTries => ({
  tcp: connects.map(({ tcp }) => tcp),
  tls: connects.flatMap(({ tls }) => (tls === undefined ? [] : [tls])),
})

/** The three steps of a window, apart. */
export const stepsOf = (window: Window) => {
  const { tcp, tls } = triesOf(window.connects)
  return { dns: spreadOf(window.dns), tcp: spreadOf(tcp), tls: spreadOf(tls) }
}

/** Connections by the zone of their address; by the address itself where the zone is not known. */
export const connectsByZone = (
  window: Window,
  zones: ReadonlyMap<string, string>,
): ReadonlyMap<string, ReadonlyArray<Connect>> =>
  Map.groupBy(window.connects, ({ address }) => zones.get(address) ?? address)
