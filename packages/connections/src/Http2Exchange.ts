/**
 * One request and the head of its answer on a leased HTTP/2 stream.
 *
 * The stream's place on the session is given back when the stream closes, whatever closed it. Node ends
 * the readable side of a stream quietly when its connection goes away; `whole` tells the difference.
 */
import { type HttpRequest } from "@smithy/core/protocols"
import { type ClientHttp2Stream, constants, type OutgoingHttpHeaders } from "node:http2"
import { Readable } from "node:stream"
import { bodyOf, type Incoming, type Outgoing, pathOf, plainHeaders } from "./Incoming.ts"
import { type PooledSession } from "./PooledSession.ts"
import { abortError, TransportError } from "./TransportError.ts"

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

const headersOf = (request: HttpRequest): OutgoingHttpHeaders => {
  const headers: OutgoingHttpHeaders = { ":method": request.method, ":path": pathOf(request) }
  for (const [name, value] of Object.entries(request.headers)) {
    const lowerCase = name.toLowerCase()
    if (lowerCase === "host") headers[":authority"] = value
    else if (!hopByHop.has(lowerCase)) headers[name] = value
  }
  return headers
}

/** `session` must have been reserved for this exchange. */
export const http2Exchange = (session: PooledSession, outgoing: Outgoing): Promise<Incoming> =>
  new Promise((resolve, reject) => {
    const { request, signal, idleMs } = outgoing
    let stream: ClientHttp2Stream
    let body: Buffer | Readable | undefined
    try {
      body = bodyOf(request.body)
      stream = session.request(headersOf(request))
    } catch (cause) {
      session.release()
      // `session.request` throws when the session ended a moment ago; anything else is the caller's.
      reject(
        session.usable
          ? cause
          : new TransportError("session-lost", "the session ended before the request", cause),
      )
      return
    }
    let endedByServer = false
    let failure: Error | undefined
    const push = stream.push.bind(stream)
    stream.push = (chunk: unknown, encoding?: BufferEncoding) => {
      // END_STREAM arrives while the stream is open; every other end comes after it was closed.
      if (chunk === null && !stream.closed && !session.gone) endedByServer = true
      return push(chunk, encoding)
    }
    /** Both at once: RST_STREAM(CANCEL) to the server, and no more events for the reader. */
    const cancel = (error?: Error) => {
      if (stream.destroyed) return
      stream.close(constants.NGHTTP2_CANCEL)
      stream.destroy(error)
    }
    const fail = (error: Error) => {
      failure ??= error
      cancel(failure)
      reject(failure)
    }
    const onAbort = () => fail(abortError())
    if (signal?.aborted === true) onAbort()
    else signal?.addEventListener("abort", onAbort, { once: true })

    stream.setTimeout(idleMs, () => {
      fail(new TransportError("idle-timeout", `the stream was silent for ${idleMs} ms`))
    })
    stream.once("response", (headers) => {
      resolve({
        statusCode: headers[":status"] ?? 0,
        headers: plainHeaders(headers),
        body: stream,
        whole: () => endedByServer,
        cancel: () => cancel(),
      })
    })
    let cause: Error | undefined
    stream.on("error", (error) => {
      cause = error
    })
    stream.once("close", () => {
      signal?.removeEventListener("abort", onAbort)
      if (body instanceof Readable) body.destroy()
      reject(failure ?? lost(session, stream, cause))
      session.release()
    })
    if (body instanceof Readable) {
      body.on("error", fail)
      body.pipe(stream)
    } else stream.end(body)
  })

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
