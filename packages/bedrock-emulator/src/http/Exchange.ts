/**
 * One request and its response, the same on h2 and HTTP/1.1: bounded reading, paced writing with back-pressure, and
 * detection of a client that left.
 *
 * Waiting ends early when the client leaves; callers check `gone` afterwards. A stream that closes before its last
 * byte was written counts as cancelled, unless this server cut it.
 */
import { randomUUID } from "node:crypto"
import type { IncomingMessage, ServerResponse } from "node:http"
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2"
import { setTimeout as sleep } from "node:timers/promises"
import type { ServiceCounters } from "../service/Service.ts"
import { collectBody } from "./RequestBody.ts"
import { waitUntil } from "./Timing.ts"
import { AwsError, invalid } from "../wire/AwsError.ts"
import type { Peer } from "./Peer.ts"

export type Incoming = IncomingMessage | Http2ServerRequest
export type Outgoing = ServerResponse | Http2ServerResponse

/** Bedrock's bound on a request body. */
const maxBodyBytes = 25_000_000

export const makeExchange = (options: {
  readonly incoming: Incoming
  readonly outgoing: Outgoing
  readonly peer: Peer
  readonly counters: ServiceCounters
}) => {
  const { incoming, outgoing, peer, counters } = options
  const left = Promise.withResolvers<void>()
  const leaving = new AbortController()
  const signal: AbortSignal = leaving.signal
  const gone = () => signal.aborted
  const requestId = randomUUID()
  let ended = false
  let headed = false
  let full = false
  let lastWrite = Promise.resolve()

  counters.streamsOpened += 1
  counters.streamsOpen += 1
  outgoing.once("close", () => {
    counters.streamsOpen -= 1
    if (!peer.cut && !(ended && delivered(outgoing))) counters.streamsCancelled += 1
    left.resolve()
    leaving.abort()
  })
  // Errors of a socket or stream always come with `close`, which is what is acted on.
  outgoing.on("error", () => undefined)
  incoming.on("error", () => undefined)

  outgoing.on("drain", () => {
    full = false
  })

  const unblocked = async (): Promise<void> => {
    await peer.passable()
    if (gone() || !full) return
    const drained = Promise.withResolvers<void>()
    outgoing.once("drain", drained.resolve)
    await Promise.race([drained.promise, left.promise])
    outgoing.removeListener("drain", drained.resolve)
  }

  return {
    peer,
    method: incoming.method ?? "",
    /** Path and query as sent. */
    target: incoming.url ?? "",
    rawHeaders: incoming.rawHeaders,
    requestId,
    /** True once the client left or the connection died. */
    gone,
    /** The whole body. @throws AwsError when too large, too slow, or cut. */
    body: async (): Promise<Buffer> => {
      const body = await collectBody(incoming, maxBodyBytes)
      if (typeof body !== "string") return body
      if (body === "too-large") {
        throw invalid(
          `1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length less than or equal to ${maxBodyBytes}`,
        )
      }
      throw new AwsError("RequestTimeoutException", "The request body did not arrive in time.")
    },
    /** Resolves after so many milliseconds, or when the client leaves. Never with a timer left. */
    wait: (ms: number): Promise<void> => sleep(ms, undefined, { signal }).catch(() => undefined),
    /** The same to a point in time on the clock of `performance.now`, to a fraction of a millisecond. */
    waitUntil: (dueMs: number): Promise<void> => waitUntil(dueMs, signal),
    /** Aborts when the client leaves. */
    signal,
    /** Resolves when the client leaves. */
    untilGone: () => left.promise,
    head: (status: number, headers: Readonly<Record<string, string>>): void => {
      if (gone() || headed) return
      headed = true
      const all = { "x-amzn-requestid": requestId, ...headers }
      if ("stream" in outgoing) outgoing.writeHead(status, all)
      else outgoing.writeHead(status, all).flushHeaders()
    },
    /** After this answer the client needs a new connection: GOAWAY on h2, the end of the connection on HTTP/1.1. */
    goAway: (): void => {
      peer.goAway()
      if ("stream" in outgoing) return
      outgoing.shouldKeepAlive = false
      outgoing.once("finish", () => incoming.socket.end())
    },
    /** A promise when the next byte must wait: for the client to read, or for a black hole to heal. */
    blocked: () => (full || peer.passable() !== undefined ? unblocked() : undefined),
    write: (bytes: Buffer): void => {
      if (gone()) return
      const written = Promise.withResolvers<void>()
      lastWrite = written.promise
      const done = () => written.resolve()
      full = !("stream" in outgoing
        ? outgoing.write(bytes, "utf8", done)
        : outgoing.write(bytes, done))
    },
    /** Resolves once what was written has left this process, or the client has. */
    flushed: () => Promise.race([lastWrite, left.promise]),
    end: (bytes?: Buffer | string): void => {
      if (gone() || ended) return
      ended = true
      if (bytes === undefined) outgoing.end()
      else outgoing.end(bytes)
    },
  }
}

export type Exchange = ReturnType<typeof makeExchange>

/** `finish` is also said of streams that were reset, so the stream itself is asked. */
const delivered = (outgoing: Outgoing): boolean =>
  "stream" in outgoing
    ? outgoing.stream.writableFinished && outgoing.stream.rstCode === 0
    : outgoing.writableFinished
