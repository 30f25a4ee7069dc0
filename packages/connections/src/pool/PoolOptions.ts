/**
 * The limits and deadlines of the pooled handler, each with its default and the reason for it. Times are milliseconds.
 * `poolSettings` fills in the defaults and throws for a value that is out of range.
 */
import type { LookupFunction } from "node:net"
import type { PoolListener } from "./PoolEvent.ts"

export interface PooledHttp2HandlerOptions {
  /**
   * Sessions per origin at most, those on their way out not counted; 25. Only a guard, since sessions
   * open by need: 1,600 streams at 64 to a session, near what one core can read.
   */
  readonly maxSessions?: number | undefined
  /** Sessions that `warm` opens, and then keeps open, unless told otherwise; 1. */
  readonly minSessions?: number | undefined
  /**
   * Streams on one session at most; 64. The server's own limit applies when it is lower. A lost segment
   * stalls every stream of its connection until it was sent again: at 1 % loss 50 of 200 streams at once
   * with 64 to a session, all 200 with 256 (`scripts/LossyLink.ts`).
   */
  readonly maxStreamsPerSession?: number | undefined
  /** Requests that may wait for a free stream; 1,000. */
  readonly maxWaiting?: number | undefined
  /** How long a request waits for a free stream when every session is full; 5,000. */
  readonly waitMs?: number | undefined
  /** Name, TCP, TLS and the server's SETTINGS together; 1,000. A slow address is raced after 250. */
  readonly connectMs?: number | undefined
  /** PING on a session without traffic; 20,000, kept below 340,000: NAT forgets flows after 350 s. */
  readonly pingIntervalMs?: number | undefined
  /** PING when a request is open, or comes, and nothing was heard for this long; 400. */
  readonly quietMs?: number | undefined
  /**
   * A PING without its ACK, and without any byte, for this long evicts the session; 700. With `quietMs`
   * and half of `connectMs` that is less than 2 s from a lost network to a clear error.
   */
  readonly pingTimeoutMs?: number | undefined
  /** A session or socket beyond the floor without requests is closed; 120,000, kept below 340,000. */
  readonly sessionIdleMs?: number | undefined
  /** A session is replaced at this age, give or take 20 %; 600,000, so that new addresses are found. */
  readonly sessionAgeMs?: number | undefined
  /** A stream without a byte in either direction fails; 60,000. `requestTimeout` overrides it. */
  readonly streamIdleMs?: number | undefined
  /** Sockets per origin in HTTP/1.1, one per concurrent request; 512. */
  readonly maxSockets?: number | undefined
  /** Certificate authorities instead of Node's, which already honour `NODE_EXTRA_CA_CERTS`. */
  readonly ca?: string | Buffer | ReadonlyArray<string | Buffer> | undefined
  /** How names are resolved; a `DnsCache` of the handler's own unless given. */
  readonly lookup?: LookupFunction | undefined
  /** `http://user:password@host:port` of a proxy that `https:` origins are reached through (`CONNECT`). */
  readonly proxy?: string | URL | undefined
  /** Told of everything that happens to the connections, in order and at once. */
  readonly onEvent?: PoolListener | undefined
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
  readonly maxSockets: number
  readonly ca: string | Buffer | Array<string | Buffer> | undefined
  readonly lookup: LookupFunction
  readonly proxy: URL | undefined
}

/** Below the 350 s after which NAT gateways, VPC endpoints and load balancers forget a flow. */
const longestSilenceMs = 340_000

/** Fills in the defaults; throws a `RangeError` that names the option which is out of range. */
export const poolSettings = (
  options: PooledHttp2HandlerOptions,
  lookup: LookupFunction,
): PoolSettings => {
  const positive = (name: NumberOption, fallback: number): number => {
    const chosen = options[name] ?? fallback
    if (Number.isFinite(chosen) && chosen > 0) return chosen
    throw new RangeError(`${name} must be a number above 0, not ${String(chosen)}`)
  }
  const count = (name: NumberOption, fallback: number): number => {
    const chosen = options[name] ?? fallback
    if (Number.isSafeInteger(chosen) && chosen > 0) return chosen
    throw new RangeError(`${name} must be a whole number above 0, not ${String(chosen)}`)
  }
  const maxSessions = count("maxSessions", 25)
  const minSessions = count("minSessions", 1)
  if (minSessions > maxSessions) {
    throw new RangeError(`minSessions must not be above maxSessions, ${maxSessions}`)
  }
  return {
    maxSessions,
    minSessions,
    maxStreamsPerSession: count("maxStreamsPerSession", 64),
    maxWaiting: count("maxWaiting", 1_000),
    waitMs: positive("waitMs", 5_000),
    connectMs: positive("connectMs", 1_000),
    pingIntervalMs: Math.min(longestSilenceMs, positive("pingIntervalMs", 20_000)),
    quietMs: positive("quietMs", 400),
    pingTimeoutMs: positive("pingTimeoutMs", 700),
    sessionIdleMs: Math.min(longestSilenceMs, positive("sessionIdleMs", 120_000)),
    sessionAgeMs: positive("sessionAgeMs", 600_000),
    streamIdleMs: positive("streamIdleMs", 60_000),
    maxSockets: count("maxSockets", 512),
    ca:
      typeof options.ca === "object" && !Buffer.isBuffer(options.ca) ? [...options.ca] : options.ca,
    lookup: options.lookup ?? lookup,
    proxy: proxyOf(options.proxy),
  }
}

const proxyOf = (given: string | URL | undefined): URL | undefined => {
  if (given === undefined) return undefined
  const proxy = URL.canParse(String(given)) ? new URL(given) : undefined
  if (proxy?.protocol === "http:" || proxy?.protocol === "https:") return proxy
  // Not what was given: it may hold a password.
  throw new RangeError("proxy must be an http or https URL")
}

type NumberOption = Exclude<keyof PooledHttp2HandlerOptions, "ca" | "lookup" | "onEvent" | "proxy">
