/**
 * A request handler for any AWS SDK v3 client: pooled and monitored HTTP/2 sessions, and HTTP/1.1 keep-alive where the
 * server has no h2.
 *
 * A request whose connection failed before the first byte of the response is sent once more on another connection,
 * unless its body is a stream; every other failure is reported at once. `destroy` closes everything; the owner calls
 * it.
 */
import type { Readable } from "node:stream"
import { DnsCache } from "../dns/DnsCache.ts"
import { Http1Exchange } from "./Http1Exchange.ts"
import { ServerSpeaksHttp2 } from "../pool/Http1Sockets.ts"
import { http2Exchange } from "./Http2Exchange.ts"
import { type Incoming, type Outgoing, type PoolRequest, replayable } from "./Incoming.ts"
import { OriginPool } from "../pool/OriginPool.ts"
import { whole } from "@manga-assist/options"
import { checkOptions, type PooledHttp2HandlerOptions, poolSettings } from "../pool/PoolOptions.ts"
import { PoolMonitor } from "../pool/PoolMonitor.ts"
import type { PoolStats } from "../pool/PoolStats.ts"
import { responseBody } from "./ResponseBody.ts"
import { abortError, TransportError } from "../pool/TransportError.ts"
import { warmOrigin, type WarmedOrigin } from "../pool/WarmOrigin.ts"

/** For calls that go past the SDK. */
export interface PooledRequestOptions {
  readonly signal: AbortSignal
  /** Called when the request left a failed connection for another. */
  readonly onMoved: () => void
}

/** What AWS SDK clients pass beside a request. */
export interface HandleOptions {
  /** The SDK's older kind has no listeners: it is read once and cannot cancel later. */
  readonly abortSignal?: AbortSignal | { readonly aborted: boolean }
  /** Milliseconds of silence after which the request fails; 0 leaves it to `streamIdleMs`. */
  readonly requestTimeout?: number
}

/** What AWS SDK clients read of an answer. */
export interface HandleOutput {
  readonly response: {
    statusCode: number
    headers: Record<string, string>
    body: Readable
  }
}

/** The SDK's `HttpHandler`, by its shape alone: nothing of the SDK is loaded for it. */
export interface PooledHttp2Handler {
  readonly metadata: { readonly handlerProtocol: string }
  readonly handle: (request: PoolRequest, options?: HandleOptions) => Promise<HandleOutput>
  /** The same without the SDK's shapes around it: resolves with the head, its body still to be read. */
  readonly send: (request: PoolRequest, options: PooledRequestOptions) => Promise<Incoming>
  readonly stats: () => PoolStats
  /** Opens sessions until `count` stand and each answered a PING, and keeps that many from then on. */
  readonly warm: (origin: string | URL, count?: number) => Promise<WarmedOrigin>
  readonly destroy: () => void
  /** Does nothing: a handler is set up once, when it is made. */
  readonly updateHttpClientConfig: () => void
  readonly httpHandlerConfigs: () => {}
}

/** @throws OptionError naming the option that is unknown, of another kind, or out of range. */
export const pooledHttp2Handler = (options: PooledHttp2HandlerOptions = {}): PooledHttp2Handler => {
  const dns = new DnsCache()
  const settings = poolSettings(options, dns.lookup)
  const monitor = new PoolMonitor(options.onEvent, dns)
  const { counters } = monitor
  const pools = new Map<string, OriginPool>()
  let destroyed = false

  const poolOf = (origin: string): OriginPool => {
    const known = pools.get(origin)
    if (known !== undefined) return known
    const pool = new OriginPool(new URL(origin), settings, monitor)
    pools.set(origin, pool)
    return pool
  }

  /** The last request's: making a URL of a host costs more than all the rest of the choice. */
  let last:
    | { readonly hostname: string; readonly port: unknown; readonly pool: OriginPool }
    | undefined

  const poolFor = (request: PoolRequest): OriginPool => {
    const { hostname, port } = request
    if (last !== undefined && last.hostname === hostname && last.port === port) return last.pool
    const pool = poolOf(originOf(request))
    last = { hostname, port, pool }
    return pool
  }

  const http1 = new Http1Exchange(settings, counters, (origin) => poolOf(origin).http1.open())

  const attempt = async (outgoing: Outgoing, moved: boolean): Promise<Incoming> => {
    const { request, signal } = outgoing
    if (request.protocol !== "https:") return http1.send(outgoing)
    const leased = poolFor(request).acquire(signal, moved)
    const lease = leased instanceof Promise ? await leased : leased
    if (lease !== "http/1.1") return http2Exchange(lease, outgoing)
    try {
      return await http1.send(outgoing)
    } catch (error) {
      const unsent = error instanceof ServerSpeaksHttp2 && replayable(request)
      if (!unsent) throw error
      return attempt(outgoing, moved)
    }
  }

  const exchange = async (outgoing: Outgoing, onMoved?: () => void): Promise<Incoming> => {
    if (destroyed) throw new TransportError("destroyed", "the handler was destroyed")
    try {
      return await attempt(outgoing, false)
    } catch (error) {
      const again =
        error instanceof TransportError &&
        error.connectionFailed &&
        !destroyed &&
        outgoing.signal?.aborted !== true &&
        replayable(outgoing.request)
      if (!again) throw error
      monitor.emit({ type: "moved", origin: originOf(outgoing.request) })
      onMoved?.()
      return attempt(outgoing, true)
    }
  }

  return {
    // The SDK then signs `host`, which is right on both protocols; for "h2" it would sign `:authority`,
    // a header that no HTTP/1.1 request has.
    metadata: { handlerProtocol: "http/1.1" },
    handle: async (request, requestOptions = {}) => {
      const signal =
        requestOptions.abortSignal instanceof AbortSignal ? requestOptions.abortSignal : undefined
      if (requestOptions.abortSignal?.aborted === true) throw abortError()
      const { requestTimeout = 0 } = requestOptions
      // The SDK says 0 for "none"; every wait has a deadline here.
      const idleMs = requestTimeout > 0 ? requestTimeout : settings.streamIdleMs
      const incoming = await exchange({ request, signal, idleMs })
      const { statusCode, headers } = incoming
      return { response: { statusCode, headers, body: responseBody(incoming) } }
    },
    send: (request, { onMoved, signal }) => {
      if (signal.aborted) return Promise.reject(abortError())
      return exchange({ request, signal, idleMs: settings.streamIdleMs }, onMoved)
    },
    stats: () => {
      const all = [...pools.values()]
      const sessions = all.flatMap((pool) => pool.sessions)
      const rtts = sessions.flatMap((session) => session.rttMs ?? [])
      return {
        ...counters,
        sessions: sessions.length,
        streams: all.reduce((sum, pool) => sum + pool.streams, 0),
        queued: all.reduce((sum, pool) => sum + pool.queued, 0),
        connecting: all.reduce((sum, pool) => sum + pool.connecting, 0),
        pingRttMs: rtts.length === 0 ? undefined : Math.max(...rtts),
      }
    },
    warm: async (origin, count = settings.minSessions) => {
      const url = new URL(origin)
      checkOptions("warm", whole(1), count, "count")
      if (destroyed) throw new TransportError("destroyed", "the handler was destroyed")
      if (url.protocol !== "https:") return { protocol: "http/1.1", sessions: 0 }
      return warmOrigin(poolOf(url.origin), Math.min(count, settings.maxSessions), settings)
    },
    destroy: () => {
      destroyed = true
      for (const pool of pools.values()) pool.destroy()
      http1.destroy()
      dns.close()
    },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  }
}

const originOf = (request: PoolRequest): string => {
  const port = request.port === undefined ? "" : `:${request.port}`
  const bare = request.hostname.includes(":") && !request.hostname.startsWith("[")
  const host = bare ? `[${request.hostname}]` : request.hostname
  return new URL(`${request.protocol}//${host}${port}`).origin
}
