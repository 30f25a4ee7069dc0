/**
 * The counters and gauges of `pooledHttp2Handler`, the request handler over a pool of HTTP/2 sessions. Counters cover
 * all origins since the handler was made; gauges are the state at the moment of the call.
 */
export interface PoolStats {
  /** Gauge: HTTP/2 sessions that take requests. */
  readonly sessions: number
  /** Gauge: streams open on all sessions, draining ones included. */
  readonly streams: number
  /** Gauge: requests that wait for a free stream. */
  readonly queued: number
  /** Gauge: connections under way that no session came of yet. */
  readonly connecting: number
  /** Gauge: the last PING round trip of the slowest session; absent before the first. */
  readonly pingRttMs: number | undefined
  /** TLS handshakes that were completed, HTTP/1.1 included. */
  readonly handshakes: number
  /** Of those, the ones that resumed an earlier TLS session. */
  readonly resumed: number
  /** Connections that could not be made within their deadline, counted by address. */
  readonly connectFailures: number
  /** Sessions that stood, and those of them that ended, for whatever reason. */
  readonly sessionsOpened: number
  readonly sessionsClosed: number
  /** PINGs that were acknowledged. */
  readonly pings: number
  /** Sessions thrown out because a PING was not acknowledged. */
  readonly evictions: number
  /** Sessions opened to replace one that was lost, drained or too old. */
  readonly reconnects: number
  /** Sessions that sent GOAWAY. */
  readonly goaways: number
  /** Requests that left a failed connection for another one. */
  readonly moved: number
  /** Requests that had to wait for a stream, and the longest of those waits. */
  readonly waited: number
  readonly longestWaitMs: number
  /** Requests sent over HTTP/1.1. */
  readonly http1Requests: number
}

type Gauges = "sessions" | "streams" | "queued" | "connecting" | "pingRttMs"

/** The counters, as the monitor increments them. */
export type PoolCounters = { -readonly [Name in Exclude<keyof PoolStats, Gauges>]: number }

export const poolCounters = (): PoolCounters => ({
  handshakes: 0,
  resumed: 0,
  connectFailures: 0,
  sessionsOpened: 0,
  sessionsClosed: 0,
  pings: 0,
  evictions: 0,
  reconnects: 0,
  goaways: 0,
  moved: 0,
  waited: 0,
  longestWaitMs: 0,
  http1Requests: 0,
})
