/**
 * A stub of Bedrock Runtime that costs as little as Node allows: TLS 1.3, HTTP/2 and HTTP/1.1 on one port, and
 * ConverseStream answers of the requested shape from prebuilt frames. It counts connections and requests.
 *
 * It verifies neither requests nor signatures; the emulators do. Every embedding is the same one.
 */
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from "node:http2"
import { type Socket } from "node:net"
import { listen } from "../../measure/Loopback.ts"
import { pause } from "../../measure/OpenLoop.ts"
import { eventFrame } from "./EventFrame.ts"
import { type ServerCertificate } from "./ServerCertificate.ts"
import { firstText, shapeOfPath, type StreamShape } from "../clients/StreamShape.ts"

export interface StubCounts {
  /** TLS handshakes completed. */
  readonly handshakes: number
  readonly open: number
  /** Most connections that were open at once. */
  readonly mostOpen: number
  readonly chats: number
}

export interface StubServer {
  readonly port: number
  readonly counts: () => StubCounts
  /** Starts counting anew; `mostOpen` starts at what is open. */
  readonly resetCounts: () => void
  readonly close: () => void
}

/** What Bedrock allows on a session is not known; 100 to 256 are usual. */
export const maxConcurrentStreams = 256

const json = { "content-type": "application/json" }
const eventStream = { "content-type": "application/vnd.amazon.eventstream" }
const start = eventFrame("messageStart", { role: "assistant" })
const deltaOf = (text: string) =>
  eventFrame("contentBlockDelta", { contentBlockIndex: 0, delta: { text }, p: "abcdefghijkl" })
const delta = deltaOf(" and the sea was still")
const embedding = JSON.stringify({
  embedding: Array.from({ length: 256 }, (_, at) => Math.cos(at) / Math.sqrt(128)),
  inputTextTokenCount: 9,
})
const isEmbedding = (path: string): boolean => /^\/model\/[^/]+\/invoke$/.test(path)
const ending = Buffer.concat([
  eventFrame("contentBlockStop", { contentBlockIndex: 0, p: "abcd" }),
  eventFrame("messageStop", { stopReason: "end_turn", p: "abcdefgh" }),
  eventFrame("metadata", {
    usage: { inputTokens: 1_600, outputTokens: 120, totalTokens: 1_720 },
    metrics: { latencyMs: 400 },
    p: "abc",
  }),
])

/**
 * Resolves when `connection` may be written to: never for two answers in the same turn of the event loop.
 *
 * Node joins writes to one HTTP/2 session within a turn into one TLS record, which a service of many machines does not
 * do. Otherwise streams would look cheaper the more of them share a session.
 */
const connectionTurns = () => {
  const waiting = new Map<object, Array<() => void>>()
  const drain = () => {
    for (const [connection, [first, ...rest]] of waiting) {
      if (rest.length === 0) waiting.delete(connection)
      else waiting.set(connection, rest)
      first?.()
    }
    if (waiting.size > 0) setImmediate(drain)
  }
  return (connection: object): Promise<void> =>
    new Promise((resolve) => {
      if (waiting.size === 0) setImmediate(drain)
      const line = waiting.get(connection)
      if (line === undefined) waiting.set(connection, [resolve])
      else line.push(resolve)
    })
}

export const startStub = async (
  { certificate, key }: ServerCertificate,
  streams = maxConcurrentStreams,
): Promise<StubServer> => {
  const counts = { handshakes: 0, open: 0, mostOpen: 0, chats: 0 }
  const turnOf = connectionTurns()
  const sockets = new Set<Socket>()

  const answer = async (shape: StreamShape, connection: object, response: Http2ServerResponse) => {
    counts.chats++
    let isOpen = true
    response.once("close", () => {
      isOpen = false
    })
    const firstDueAt = performance.now() + shape.firstMs
    const turn = async (dueAt: number) => {
      const wait = dueAt - performance.now()
      // A timer would be a millisecond late.
      if (wait > 0) await pause(wait)
      await turnOf(connection)
      return isOpen
    }
    if (!(await turn(firstDueAt))) return
    response.writeHead(200, eventStream)
    response.write(start)
    for (let at = 0; at < shape.deltas; at += 1) {
      if (!(await turn(firstDueAt + at * shape.gapMs))) return
      response.write(at === 0 ? deltaOf(firstText(performance.now() - firstDueAt)) : delta)
    }
    if (!(await turn(firstDueAt + shape.deltas * shape.gapMs))) return
    if (shape.isCut !== true) response.end(ending)
    else response.end()
  }

  const server = createSecureServer(
    {
      key,
      cert: certificate,
      minVersion: "TLSv1.3",
      allowHTTP1: true,
      settings: { maxConcurrentStreams: streams },
      // A client that leaves streams is no attack here.
      streamResetBurst: 100_000,
      streamResetRate: 100_000,
    },
    (request: Http2ServerRequest, response: Http2ServerResponse) => {
      const { stream, url } = request
      request.resume()
      request.once("end", () => {
        const shape = shapeOfPath(url)
        // Over HTTP/1.1 a request has no stream.
        if (shape !== undefined)
          return void answer(shape, stream?.session ?? request.socket, response)
        response.writeHead(isEmbedding(url) ? 200 : 404, json)
        response.end(isEmbedding(url) ? embedding : "{}")
      })
    },
  )
  Object.assign(server, { keepAliveTimeout: 300_000 })
  server.on("connection", (socket: Socket) => {
    socket.setNoDelay(true)
    socket.on("error", () => {})
    sockets.add(socket)
    counts.open++
    counts.mostOpen = Math.max(counts.mostOpen, counts.open)
    socket.once("close", () => {
      sockets.delete(socket)
      counts.open--
    })
  })
  server.on("secureConnection", () => {
    counts.handshakes++
  })
  server.on("session", (session) => session.on("error", () => {}))
  server.on("tlsClientError", () => {})
  return {
    port: await listen(server),
    counts: () => ({ ...counts }),
    resetCounts: () => {
      Object.assign(counts, { handshakes: 0, chats: 0, mostOpen: counts.open })
    },
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
