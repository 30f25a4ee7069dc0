/**
 * The two halves of a request as the pool's transports see it, HTTP/2 and HTTP/1.1 alike.
 */
import { buildQueryString, type HttpRequest } from "@smithy/core/protocols"
import { Readable } from "node:stream"

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
  readonly request: HttpRequest
  readonly signal: AbortSignal | undefined
  readonly idleMs: number
}

export const pathOf = (request: HttpRequest): string => {
  const query = buildQueryString(request.query)
  return query === "" ? request.path : `${request.path}?${query}`
}

/** A body that can be sent a second time. */
export const replayable = (request: HttpRequest): boolean => !(request.body instanceof Readable)

/** The whole body in one write, or a stream to pipe. */
export const bodyOf = (body: unknown): Buffer | Readable | undefined => {
  if (body === undefined || body === null || body === "") return undefined
  if (body instanceof Readable) return body
  if (typeof body === "string") return Buffer.from(body)
  if (Buffer.isBuffer(body)) return body
  if (ArrayBuffer.isView(body)) return Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  if (body instanceof ArrayBuffer) return Buffer.from(body)
  if (body instanceof ReadableStream) return Readable.fromWeb(body)
  throw new TypeError(`a request body of type ${typeof body} cannot be sent`)
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
