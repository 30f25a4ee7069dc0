/**
 * Types shared by the pool's HTTP/2 and HTTP/1.1 clients, and helpers for them. `PoolRequest` is what the pool reads of
 * a request, `Outgoing` a request with its abort signal and idle limit, `Incoming` the response once its head has
 * arrived.
 *
 * The functions build a request's path, convert bodies and headers, and tell whether a body can be sent a second time
 * (`replayable`).
 */
import { Readable } from "node:stream"

/** What the pool reads of a request; the `HttpRequest` of AWS SDK clients is one. */
export interface PoolRequest {
  readonly method: string
  /** `https:` or `http:`. */
  readonly protocol: string
  readonly hostname: string
  readonly port?: number | undefined
  /** Sent as it stands, so that what was signed is what arrives. */
  readonly path: string
  /** Appended to the path, sorted and encoded. */
  readonly query?: Readonly<Record<string, string | ReadonlyArray<string> | null>> | undefined
  readonly headers: Readonly<Record<string, string>>
  /** Text, bytes or a stream; anything else is refused with a `TypeError`. */
  readonly body?: unknown
}

/** An answer whose head has come. */
export interface Incoming {
  readonly statusCode: number
  readonly headers: Record<string, string>
  /** The body as it arrives. For h2 its `end` alone does not prove that the server finished. */
  readonly body: Readable
  /** After `end`: whether the server really ended the body, rather than the connection. */
  readonly whole: () => boolean
  /** Tells the server to stop, in this very tick. */
  readonly cancel: () => void
}

export interface Outgoing {
  readonly request: PoolRequest
  readonly signal: AbortSignal | undefined
  readonly idleMs: number
}

export const pathOf = (request: PoolRequest): string => {
  const query = queryOf(request.query ?? {})
  return query === "" ? request.path : `${request.path}?${query}`
}

/** As AWS SDK clients sign it: sorted by name, RFC 3986's unreserved characters alone left bare. */
const queryOf = (query: NonNullable<PoolRequest["query"]>): string =>
  Object.keys(query)
    .toSorted()
    .flatMap((name) => {
      const value = query[name] ?? null
      if (value === null) return [escaped(name)]
      const values = typeof value === "string" ? [value] : value
      return values.map((each) => `${escaped(name)}=${escaped(each)}`)
    })
    .join("&")

const escaped = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** A body that can be sent a second time. */
export const replayable = (request: PoolRequest): boolean =>
  !(request.body instanceof Readable || request.body instanceof ReadableStream)

/** The whole body in one write, or a stream to pipe. */
export const bodyOf = (body: unknown): Buffer | Readable | undefined => {
  if (body === undefined || body === null || body === "") return undefined
  if (body instanceof Readable) return body
  if (typeof body === "string") return Buffer.from(body)
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return bytesOf(body)
  if (body instanceof ReadableStream) return Readable.fromWeb(body)
  throw new TypeError(`a request body of type ${typeof body} cannot be sent`)
}

export const bytesOf = (bytes: ArrayBuffer | ArrayBufferView): Buffer => {
  if (Buffer.isBuffer(bytes)) return bytes
  if (bytes instanceof ArrayBuffer) return Buffer.from(bytes)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

export const plainHeaders = (
  headers: Readonly<Record<string, string | ReadonlyArray<string> | undefined>>,
): Record<string, string> => {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name.startsWith(":")) continue
    plain[name] = typeof value === "string" ? value : value.join(", ")
  }
  return plain
}
