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
import type { ServiceCounters } from "../service/Service.ts"
import { waitUntil } from "./Timing.ts"
import { AwsError, invalid } from "../wire/AwsError.ts"
import type { Peer } from "./Peer.ts"

export type Incoming = IncomingMessage | Http2ServerRequest
export type Outgoing = ServerResponse | Http2ServerResponse

export interface Exchange {
  readonly peer: Peer
  readonly method: string
  /** Path and query as sent. */
  readonly target: string
  readonly rawHeaders: ReadonlyArray<string>
  readonly requestId: string
  /** True once the client left or the connection died. */
  readonly gone: () => boolean
  /** The whole body. @throws AwsError when too large, too slow, or cut. */
  readonly body: () => Promise<Buffer>
  /** Resolves after so many milliseconds, or when the client leaves. Never with a timer left. */
  readonly wait: (ms: number) => Promise<void>
  /** The same to a point in time on the clock of `performance.now`, to a fraction of a millisecond. */
  readonly waitUntil: (dueMs: number) => Promise<void>
  /** Aborts when the client leaves. */
  readonly signal: AbortSignal
  /** Resolves when the client leaves. */
  readonly untilGone: () => Promise<void>
  readonly head: (status: number, headers: Readonly<Record<string, string>>) => void
  /** A promise when the next byte must wait: for the client to read, or for a black hole to heal. */
  readonly blocked: () => Promise<void> | undefined
  readonly write: (bytes: Buffer) => void
  /** Resolves once what was written has left this process, or the client has. */
  readonly flushed: () => Promise<void>
  readonly end: (bytes?: Buffer | string) => void
}

/** Bedrock's bound on a request body. */
const maxBodyBytes = 25_000_000
/** A client that sends its body slower than this is given up. */
const bodyDeadlineMs = 30_000

export const makeExchange = (options: {
  readonly incoming: Incoming
  readonly outgoing: Outgoing
  readonly peer: Peer
  readonly counters: ServiceCounters
}): Exchange => {
  const { incoming, outgoing, peer, counters } = options
  const left = Promise.withResolvers<void>()
  const leaving = new AbortController()
  const requestId = randomUUID()
  let gone = false
  let ended = false
  let headed = false
  let full = false
  let lastWrite = Promise.resolve()

  counters.streamsOpened += 1
  counters.streamsOpen += 1
  outgoing.once("close", () => {
    gone = true
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
    if (gone || !full) return
    const drained = Promise.withResolvers<void>()
    outgoing.once("drain", drained.resolve)
    await Promise.race([drained.promise, left.promise])
    outgoing.removeListener("drain", drained.resolve)
  }

  const exchange: Exchange = {
    peer,
    method: incoming.method ?? "",
    target: incoming.url ?? "",
    rawHeaders: incoming.rawHeaders,
    requestId,
    gone: () => gone,
    body: () => readBody(incoming),
    wait: async (ms) => {
      if (gone || ms <= 0) return
      const elapsed = Promise.withResolvers<void>()
      const timer = setTimeout(elapsed.resolve, ms)
      await Promise.race([elapsed.promise, left.promise])
      clearTimeout(timer)
    },
    waitUntil: (dueMs) => (gone ? left.promise : waitUntil(dueMs, leaving.signal)),
    signal: leaving.signal,
    untilGone: () => left.promise,
    head: (status, headers) => {
      if (gone || headed) return
      headed = true
      const all = { "x-amzn-requestid": requestId, ...headers }
      if ("stream" in outgoing) outgoing.writeHead(status, all)
      else outgoing.writeHead(status, all).flushHeaders()
    },
    blocked: () => (full || peer.passable() !== undefined ? unblocked() : undefined),
    write: (bytes) => {
      if (gone) return
      const written = Promise.withResolvers<void>()
      lastWrite = written.promise
      const done = () => written.resolve()
      full = !("stream" in outgoing
        ? outgoing.write(bytes, "utf8", done)
        : outgoing.write(bytes, done))
    },
    flushed: () => Promise.race([lastWrite, left.promise]),
    end: (bytes) => {
      if (gone || ended) return
      ended = true
      if (bytes === undefined) outgoing.end()
      else outgoing.end(bytes)
    },
  }
  return exchange
}

/** `finish` is also said of streams that were reset, so the stream itself is asked. */
const delivered = (outgoing: Outgoing): boolean =>
  "stream" in outgoing
    ? outgoing.stream.writableFinished && outgoing.stream.rstCode === 0
    : outgoing.writableFinished

const readBody = async (incoming: Incoming): Promise<Buffer> => {
  const chunks: Array<Buffer> = []
  let size = 0
  const timer = setTimeout(() => incoming.destroy(), bodyDeadlineMs)
  try {
    // The answer still has to leave, so the request is not destroyed when reading stops early.
    const chunksRead = incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
    for await (const chunk of chunksRead) {
      size += chunk.length
      if (size > maxBodyBytes) {
        throw invalid(
          `1 validation error detected: Value at 'body' failed to satisfy constraint: Member must have length less than or equal to ${maxBodyBytes}`,
        )
      }
      chunks.push(chunk)
    }
  } catch (error) {
    incoming.resume()
    if (error instanceof AwsError) throw error
    throw new AwsError("RequestTimeoutException", "The request body did not arrive in time.")
  } finally {
    clearTimeout(timer)
  }
  return Buffer.concat(chunks)
}
