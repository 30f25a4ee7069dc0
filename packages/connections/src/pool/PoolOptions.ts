/**
 * The limits and deadlines of the pooled handler, each with its default and the reason for it. Times are milliseconds.
 * `poolRules` are what each must be, and `poolSettings` fills in the defaults.
 */
import type { LookupFunction } from "node:net"
import {
  checksOf,
  either,
  func,
  is,
  listOf,
  milliseconds,
  number,
  object,
  whole,
} from "@manga-assist/options"
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

const proxyOf = (given: string | URL | undefined): URL | undefined => {
  if (given === undefined) return undefined
  const proxy = URL.canParse(String(given)) ? new URL(given) : undefined
  return proxy?.protocol === "http:" || proxy?.protocol === "https:" ? proxy : undefined
}

const certificate = is(
  "PEM text or bytes",
  (value) => typeof value === "string" || value instanceof Uint8Array,
)

export const poolRules = {
  maxSessions: whole(1),
  minSessions: whole(1),
  maxStreamsPerSession: whole(1),
  maxWaiting: whole(1),
  waitMs: milliseconds(),
  connectMs: milliseconds(),
  pingIntervalMs: number({ above: 0 }),
  quietMs: milliseconds(),
  pingTimeoutMs: milliseconds(),
  sessionIdleMs: number({ above: 0 }),
  sessionAgeMs: milliseconds(),
  streamIdleMs: milliseconds(),
  maxSockets: whole(1),
  ca: either("PEM text or bytes, or a list of them", certificate, listOf(certificate)),
  lookup: func,
  proxy: (given: unknown) =>
    (typeof given === "string" || given instanceof URL) && proxyOf(given) !== undefined
      ? undefined
      : // Not what was given: it may hold a password.
        { field: "", rule: "must be an http or https URL" },
  onEvent: func,
}

const options = object<PooledHttp2HandlerOptions>(poolRules)

/** Of this package's options. */
export const checkOptions = checksOf("@manga-assist/connections")

/** Fills in the defaults. @throws OptionError */
export const poolSettings = (
  given: PooledHttp2HandlerOptions,
  lookup: LookupFunction,
): PoolSettings => {
  checkOptions("pooledHttp2Handler", options, given)
  const { ca, maxSessions = 25, minSessions = 1 } = given
  checkOptions("pooledHttp2Handler", whole(1, maxSessions), minSessions, "minSessions")
  return {
    maxSessions,
    minSessions,
    maxStreamsPerSession: given.maxStreamsPerSession ?? 64,
    maxWaiting: given.maxWaiting ?? 1_000,
    waitMs: given.waitMs ?? 5_000,
    connectMs: given.connectMs ?? 1_000,
    pingIntervalMs: Math.min(longestSilenceMs, given.pingIntervalMs ?? 20_000),
    quietMs: given.quietMs ?? 400,
    pingTimeoutMs: given.pingTimeoutMs ?? 700,
    sessionIdleMs: Math.min(longestSilenceMs, given.sessionIdleMs ?? 120_000),
    sessionAgeMs: given.sessionAgeMs ?? 600_000,
    streamIdleMs: given.streamIdleMs ?? 60_000,
    maxSockets: given.maxSockets ?? 512,
    ca: typeof ca === "object" && !Buffer.isBuffer(ca) ? [...ca] : ca,
    lookup: given.lookup ?? lookup,
    proxy: proxyOf(given.proxy),
  }
}
