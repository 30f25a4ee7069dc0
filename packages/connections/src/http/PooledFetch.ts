/**
 * `fetch` over the pool, for clients whose `fetch` can be replaced: monitored sessions, lost connections detected
 * within two seconds, truncated answers as errors.
 *
 * Failures look like those of Node's `fetch`, by which clients decide on retries: `TypeError` "fetch failed" before
 * the headers and "terminated" after them, each with the `TransportError` as `cause`; the signal's reason after an
 * abort.
 */
import { redirected, mostRedirects } from "./FetchRedirect.ts"
import { anyOf, type Asked, poolRequest, readAsked } from "./FetchRequest.ts"
import { fetchResponse } from "./FetchResponse.ts"
import type { FetchCounters, FetchStats } from "./FetchStats.ts"
import type { Incoming } from "./Incoming.ts"
import { type PooledHttp2Handler, pooledHttp2Handler } from "./PooledHttp2Handler.ts"
import { milliseconds, object } from "@manga-assist/options"
import { checkOptions, type PooledHttp2HandlerOptions, poolRules } from "../pool/PoolOptions.ts"
import { TransportError } from "../pool/TransportError.ts"

export interface PooledFetchOptions extends PooledHttp2HandlerOptions {
  /** Milliseconds to an answer's head, connecting and waiting for a stream included; no limit. */
  readonly headersMs?: number | undefined
}

export interface PooledFetch {
  (input: string | URL | Request, init?: RequestInit): Promise<Response>
  /** The same pool as an AWS SDK client's `requestHandler`. */
  readonly handler: PooledHttp2Handler
  readonly stats: () => FetchStats
  /** Opens sessions until `count` stand and each answered a PING, and keeps that many from then on. */
  readonly warm: PooledHttp2Handler["warm"]
  /** Ends every connection at once; what runs fails. */
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

const rules = object<PooledFetchOptions>({ ...poolRules, headersMs: milliseconds() })

/** @throws OptionError naming the option that is unknown, of another kind, or out of range. */
export const pooledFetch = (options: PooledFetchOptions = {}): PooledFetch => {
  checkOptions("pooledFetch", rules, options)
  const { headersMs, ...ofPool } = options
  const handler = pooledHttp2Handler(ofPool)
  const counters: FetchCounters = { requests: 0, failed: 0, cut: 0, aborted: 0 }

  /** Counts an end that was not wanted, and gives it the shape that callers know. */
  const failure = (
    { signal }: Asked,
    cause: unknown,
    as: "fetch failed" | "terminated",
  ): unknown => {
    if (signal.aborted) {
      counters.aborted++
      return signal.reason
    }
    counters[as === "terminated" ? "cut" : "failed"]++
    return new TypeError(as, { cause })
  }

  const follow = async (first: Asked): Promise<Response> => {
    let asked = first
    for (let hops = 0; ; hops++) {
      const incoming = await send(handler, asked, headersMs)
      const next = nextHop(asked, incoming)
      if (next === undefined) {
        const { method, url } = asked
        return fetchResponse(incoming, {
          url,
          method,
          redirected: hops > 0,
          failure: (cause) => failure(asked, cause, "terminated"),
        })
      }
      incoming.cancel()
      if (hops === mostRedirects) throw new TypeError(`more than ${mostRedirects} redirects`)
      asked = next
    }
  }

  const call = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    counters.requests++
    const asked = await readAsked(input, init)
    try {
      return await follow(asked)
    } catch (cause) {
      throw failure(asked, cause, "fetch failed")
    }
  }

  const close = () => Promise.resolve(handler.destroy())
  return Object.assign(call, {
    handler,
    stats: () => ({ ...handler.stats(), ...counters }),
    warm: handler.warm,
    close,
    [Symbol.asyncDispose]: close,
  })
}

const nextHop = (asked: Asked, incoming: Incoming): Asked | undefined => {
  try {
    return redirected(asked, incoming.statusCode, incoming.headers)
  } catch (error) {
    incoming.cancel()
    throw error
  }
}

const send = async (
  handler: PooledHttp2Handler,
  asked: Asked,
  headersMs: number | undefined,
): Promise<Incoming> => {
  const onMoved = () => {}
  const request = poolRequest(asked)
  if (headersMs === undefined) return handler.send(request, { signal: asked.signal, onMoved })
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), headersMs)
  try {
    const signal = anyOf([asked.signal, late.signal])
    return await handler.send(request, { signal, onMoved })
  } catch (error) {
    if (!late.signal.aborted || asked.signal.aborted) throw error
    throw new TransportError("idle-timeout", `${asked.url.host} gave no answer in ${headersMs} ms`)
  } finally {
    clearTimeout(timer)
  }
}
