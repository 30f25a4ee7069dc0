/**
 * Converts the arguments of `fetch` into a request for the pool.
 *
 * Text and bytes stay replayable; streams are sent as they come. Path and query are sent exactly as given, because
 * they may be part of a signature.
 */
import { bytesOf, type PoolRequest } from "./Incoming.ts"

export interface Asked {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  /** A stream is left alone until it is sent, so that nobody has to hear of its failure before. */
  readonly body: Buffer | ReadableStream | undefined
  readonly signal: AbortSignal
  readonly redirect: "error" | "follow" | "manual"
}

/** Rejects with a `TypeError` for what the standard's `fetch` refuses, and for other schemes than HTTP's. */
export const readAsked = async (
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<Asked> => {
  const request = new Request(input, init)
  const url = new URL(request.url)
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new TypeError(`pooledFetch speaks http and https, not ${url.protocol}`)
  }
  const body = await readBody(request, init?.body)
  const headers: Record<string, string> = {
    accept: "*/*",
    "user-agent": "node",
    ...Object.fromEntries(request.headers),
  }
  if (Buffer.isBuffer(body)) headers["content-length"] ??= String(body.length)
  else if (body === undefined && withLength.has(request.method)) headers["content-length"] = "0"
  const redirect = request.redirect
  const signal = signalOf(input, init) ?? request.signal
  return { url, method: request.method, headers, body, signal, redirect }
}

/** Something that must live as long as a signal does. */
const held = new WeakMap<AbortSignal, object>()

/** One signal that follows others, which only this one may still know. */
export const anyOf = (signals: ReadonlyArray<AbortSignal>): AbortSignal => {
  const signal = AbortSignal.any([...signals])
  held.set(signal, signals)
  return signal
}

/**
 * The caller's own. That of a `Request` made here would follow it only until a collection of garbage: nobody holds the
 * `Request`, which alone tells its signal.
 */
const signalOf = (
  input: string | URL | Request,
  init: RequestInit | undefined,
): AbortSignal | null | undefined => {
  if (init?.signal !== undefined || !(input instanceof Request)) return init?.signal
  held.set(input.signal, input)
  return input.signal
}

/** Methods whose lack of a body is said. */
const withLength = new Set(["POST", "PUT", "PATCH"])

const readBody = async (
  request: Request,
  given: RequestInit["body"],
): Promise<Buffer | ReadableStream | undefined> => {
  if (request.body === null) return undefined
  if (typeof given === "string") return Buffer.from(given)
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return bytesOf(given)
  const finite =
    given instanceof URLSearchParams || given instanceof FormData || given instanceof Blob
  // Their encoding is the standard's, boundaries included.
  if (finite) return Buffer.from(await request.arrayBuffer())
  return request.body
}

export const poolRequest = ({ body, headers, method, url }: Asked): PoolRequest => ({
  method,
  protocol: url.protocol,
  hostname: url.hostname,
  ...(url.port === "" ? {} : { port: Number(url.port) }),
  path: `${url.pathname}${url.search}`,
  headers: { ...headers, host: url.host },
  body,
})
