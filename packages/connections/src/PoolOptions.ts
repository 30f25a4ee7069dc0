/**
 * Every limit and deadline of the pooled handler, with its default and where the number comes from.
 *
 * Times are milliseconds.
 */
import { type LookupFunction } from "node:net"

export interface PooledHttp2HandlerOptions {
  /** Sessions per origin at most; 4. Draining ones do not count. */
  readonly maxSessions?: number | undefined
  /** Sessions that `warm` opens, and then keeps open, unless told otherwise; 1. */
  readonly minSessions?: number | undefined
  /** Streams on one session at most; 256. The server's own limit applies when it is lower. */
  readonly maxStreamsPerSession?: number | undefined
  /** Requests that may wait for a free stream; 1,000. */
  readonly maxWaiting?: number | undefined
  /** How long a request waits for a free stream; 5,000. */
  readonly waitMs?: number | undefined
  /** TCP, TLS and the server's SETTINGS together; 1,500. */
  readonly connectMs?: number | undefined
  /** PING on a session without traffic; 20,000. NAT and load balancers forget flows after 350 s. */
  readonly pingIntervalMs?: number | undefined
  /** PING when a request is open and nothing was heard for this long; 700. */
  readonly quietMs?: number | undefined
  /** A PING without its ACK for this long evicts the session; 1,000. */
  readonly pingTimeoutMs?: number | undefined
  /** A session beyond the floor without requests is closed; 120,000, kept below 350,000. */
  readonly sessionIdleMs?: number | undefined
  /** A session is replaced at this age, give or take 20 %; 600,000, so that new addresses are found. */
  readonly sessionAgeMs?: number | undefined
  /** A stream without a byte in either direction fails; 60,000. `requestTimeout` overrides it. */
  readonly streamIdleMs?: number | undefined
  /** After ALPN yielded no h2, HTTP/1.1 is used for this long before h2 is tried again; 300,000. */
  readonly http1ForMs?: number | undefined
  /** Sockets per origin in HTTP/1.1, one per concurrent request; 512. */
  readonly maxSockets?: number | undefined
  /** Certificate authorities instead of Node's, which already honour `NODE_EXTRA_CA_CERTS`. */
  readonly ca?: string | Buffer | ReadonlyArray<string | Buffer> | undefined
  /** How names are resolved; a `DnsCache` of the handler's own unless given. */
  readonly lookup?: LookupFunction | undefined
}

export interface PoolSettings {
  readonly maxSessions: number
  readonly minSessions: number
  readonly maxStreamsPerSession: number
  readonly maxWaiting: number
  readonly waitMs: number
  readonly connectMs: number
  readonly pingIntervalMs: number
  readonly quietMs: number
  readonly pingTimeoutMs: number
  readonly sessionIdleMs: number
  readonly sessionAgeMs: number
  readonly streamIdleMs: number
  readonly http1ForMs: number
  readonly maxSockets: number
  readonly ca: string | Buffer | Array<string | Buffer> | undefined
  readonly lookup: LookupFunction
}

const positive = (name: string, value: number | undefined, fallback: number): number => {
  const chosen = value ?? fallback
  if (Number.isFinite(chosen) && chosen > 0) return chosen
  throw new RangeError(`${name} must be a number above 0, not ${String(value)}`)
}

/** Fills in the defaults; throws a `RangeError` that names the option which is out of range. */
export const poolSettings = (
  options: PooledHttp2HandlerOptions,
  lookup: LookupFunction,
): PoolSettings => ({
  maxSessions: Math.max(1, Math.floor(positive("maxSessions", options.maxSessions, 4))),
  minSessions: Math.max(1, Math.floor(positive("minSessions", options.minSessions, 1))),
  maxStreamsPerSession: Math.max(
    1,
    Math.floor(positive("maxStreamsPerSession", options.maxStreamsPerSession, 256)),
  ),
  maxWaiting: positive("maxWaiting", options.maxWaiting, 1_000),
  waitMs: positive("waitMs", options.waitMs, 5_000),
  connectMs: positive("connectMs", options.connectMs, 1_500),
  pingIntervalMs: positive("pingIntervalMs", options.pingIntervalMs, 20_000),
  quietMs: positive("quietMs", options.quietMs, 700),
  pingTimeoutMs: positive("pingTimeoutMs", options.pingTimeoutMs, 1_000),
  sessionIdleMs: Math.min(340_000, positive("sessionIdleMs", options.sessionIdleMs, 120_000)),
  sessionAgeMs: positive("sessionAgeMs", options.sessionAgeMs, 600_000),
  streamIdleMs: positive("streamIdleMs", options.streamIdleMs, 60_000),
  http1ForMs: positive("http1ForMs", options.http1ForMs, 300_000),
  maxSockets: Math.max(1, Math.floor(positive("maxSockets", options.maxSockets, 512))),
  ca: typeof options.ca === "object" && !Buffer.isBuffer(options.ca) ? [...options.ca] : options.ca,
  lookup: options.lookup ?? lookup,
})
