/**
 * One request over an HTTP/2 stream of a pooled session, up to its response headers.
 *
 * The session must have been reserved for the request; it is released when the stream closes, for whatever reason.
 * Node ends a stream without an error when its connection is lost; `whole` of the response tells whether the server
 * had ended the body.
 */
import { type ClientHttp2Stream, constants, type OutgoingHttpHeaders } from "node:http2"
import { Readable } from "node:stream"
import {
  bodyOf,
  type Incoming,
  type Outgoing,
  pathOf,
  plainHeaders,
  type PoolRequest,
} from "./Incoming.ts"
import type { PooledSession } from "../pool/PooledSession.ts"
import { abortError, TransportError } from "../pool/TransportError.ts"

/** Headers that speak of one HTTP/1.1 connection; HTTP/2 forbids them. */
const hopByHop = new Set([
  "connection",
  "expect",
  "http2-settings",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
])

const headersOf = (request: PoolRequest): OutgoingHttpHeaders => {
  const headers: OutgoingHttpHeaders = { ":method": request.method, ":path": pathOf(request) }
  for (const name in request.headers) {
    const lowerCase = name.toLowerCase()
    if (lowerCase === "host") headers[":authority"] = request.headers[name]
    else if (!hopByHop.has(lowerCase)) headers[name] = request.headers[name]
  }
  return headers
}

/** `session` must have been reserved for this exchange. */
export const http2Exchange = (session: PooledSession, outgoing: Outgoing): Promise<Incoming> => {
  let body: Buffer | Readable | undefined
  let stream: ClientHttp2Stream
  try {
    body = bodyOf(outgoing.request.body)
    stream = session.request(headersOf(outgoing.request))
  } catch (cause) {
    session.release()
    // `session.request` throws when the session ended a moment ago; anything else is the caller's.
    const lost = () =>
      new TransportError("session-lost", "the session ended before the request", cause)
    return Promise.reject(session.usable ? cause : lost())
  }
  return new Promise((resolve, reject) => {
    const exchange = new Http2Exchange(session, stream, outgoing.signal, resolve, reject)
    exchange.watch(outgoing.idleMs)
    exchange.send(body)
  })
}

/** Keeps nothing of the request once it is written: many long prompts may wait for their answers. */
class Http2Exchange {
  readonly #session: PooledSession
  readonly #stream: ClientHttp2Stream
  readonly #signal: AbortSignal | undefined
  readonly #resolve: (incoming: Incoming) => void
  readonly #reject: (error: unknown) => void
  #answered = false
  #endedByServer = false
  #failure: Error | undefined
  #cause: Error | undefined

  constructor(
    session: PooledSession,
    stream: ClientHttp2Stream,
    signal: AbortSignal | undefined,
    resolve: (incoming: Incoming) => void,
    reject: (error: unknown) => void,
  ) {
    this.#session = session
    this.#stream = stream
    this.#signal = signal
    this.#resolve = resolve
    this.#reject = reject
  }

  watch(idleMs: number): void {
    const stream = this.#stream
    this.#noteEnd()
    stream.setTimeout(idleMs, () => {
      this.#fail(new TransportError("idle-timeout", `the stream was silent for ${idleMs} ms`))
    })
    stream.once("response", (headers) => {
      this.#answered = true
      this.#resolve({
        statusCode: headers[":status"] ?? 0,
        headers: plainHeaders(headers),
        body: stream,
        whole: () => this.#endedByServer,
        cancel: () => this.#cancel(),
      })
    })
    stream.on("error", (error) => {
      this.#cause = error
    })
    stream.once("close", () => this.#closed())
    this.#signal?.addEventListener("abort", this.#onAbort, { once: true })
    if (this.#signal?.aborted === true) this.#onAbort()
  }

  send(body: Buffer | Readable | undefined): void {
    if (body instanceof Readable) this.#pipe(body)
    else this.#stream.end(body)
  }

  #pipe(body: Readable): void {
    body.on("error", (error) => this.#fail(error))
    this.#stream.once("close", () => body.destroy())
    body.pipe(this.#stream)
  }

  /** END_STREAM arrives while the stream is open; every other end comes after it was closed. */
  #noteEnd(): void {
    const stream = this.#stream
    const { push } = stream
    stream.push = (chunk: unknown, encoding?: BufferEncoding) => {
      if (chunk === null && !stream.closed && !this.#session.gone) this.#endedByServer = true
      return push.call(stream, chunk, encoding)
    }
  }

  readonly #onAbort = () => this.#fail(abortError())

  /** Both at once: RST_STREAM(CANCEL) to the server, and no more events for the reader. */
  #cancel(error?: Error): void {
    if (this.#stream.destroyed) return
    this.#stream.close(constants.NGHTTP2_CANCEL)
    this.#stream.destroy(error)
  }

  #fail(error: Error): void {
    this.#failure ??= error
    this.#cancel(this.#failure)
    this.#reject(this.#failure)
  }

  #closed(): void {
    this.#signal?.removeEventListener("abort", this.#onAbort)
    // Every stream ends here: an error that nobody would hear of costs more than the rest of it.
    if (!this.#answered) {
      this.#reject(this.#failure ?? lost(this.#session, this.#stream, this.#cause))
    }
    this.#session.release()
  }
}

/** What to say of a stream that closed without an answer. */
const lost = (
  session: PooledSession,
  stream: ClientHttp2Stream,
  cause: unknown,
): TransportError => {
  const refused = stream.rstCode === constants.NGHTTP2_REFUSED_STREAM
  return session.gone || refused
    ? new TransportError("session-lost", "the connection failed before an answer", cause)
    : new TransportError("stream-reset", `the server reset the stream (${stream.rstCode})`, cause)
}
