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
  return { url, method: request.method, headers, body, signal: request.signal, redirect }
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
