/**
 * A stub of Bedrock Runtime that costs as little as Node allows: TLS 1.3, a port for HTTP/2 and one for HTTP/1.1, and
 * ConverseStream answers of the requested shape from prebuilt frames. It counts connections and requests.
 *
 * It verifies neither requests nor signatures; the emulators do. Every embedding over HTTP/2 is the same one.
 */
import { createSecureServer, type Http2Session, type ServerHttp2Stream } from "node:http2"
import { type IncomingMessage, type ServerResponse } from "node:http"
import { createServer } from "node:https"
import { type Socket } from "node:net"
import { type TLSSocket } from "node:tls"
import { listen } from "../../measure/Loopback.ts"
import { DeltaPacer } from "./DeltaPacer.ts"
import { eventFrame } from "./EventFrame.ts"
import { firstText } from "./Lateness.ts"
import { type ServerCertificate } from "./ServerCertificate.ts"
import { shapeOfPath, type StreamShape } from "../clients/StreamShape.ts"

export interface StubCounts {
  /** TLS handshakes completed. */
  readonly handshakes: number
  readonly open: number
  /** Most connections that were open at once. */
  readonly mostOpen: number
  readonly chats: number
  readonly bodyBytes: number
  readonly openStreams: number
}

export interface StubServer {
  readonly h2Port: number
  readonly h1Port: number
  readonly counts: () => StubCounts
  /** Starts counting anew; `mostOpen` starts at what is open. */
  readonly resetCounts: () => void
  readonly close: () => void
}

const contentType = "application/vnd.amazon.eventstream"
const start = eventFrame("messageStart", { role: "assistant" })
const deltaOf = (text: string) =>
  eventFrame("contentBlockDelta", { contentBlockIndex: 0, delta: { text }, p: "abcdefghijkl" })
const delta = deltaOf(" and the sea was still")
const embedding = JSON.stringify({
  embedding: Array.from({ length: 256 }, (_, at) => Math.cos(at) / Math.sqrt(128)),
  inputTextTokenCount: 9,
})
const isEmbedding = (path: string): boolean => /^\/model\/[^/]+\/invoke$/.test(path)
const cutShort = Buffer.alloc(0)
const ending = Buffer.concat([
  eventFrame("contentBlockStop", { contentBlockIndex: 0, p: "abcd" }),
  eventFrame("messageStop", { stopReason: "end_turn", p: "abcdefgh" }),
  eventFrame("metadata", {
    usage: { inputTokens: 1_600, outputTokens: 120, totalTokens: 1_720 },
    metrics: { latencyMs: 400 },
    p: "abc",
  }),
])

/** Where an answer goes; `connection` is what it shares with other answers. */
interface Answer {
  readonly connection: object
  readonly head: () => void
  readonly write: (frame: Buffer) => void
  readonly end: (frame: Buffer) => void
  readonly onClose: (listener: () => void) => void
}

export const startStub = async (
  certificate: ServerCertificate,
  maxConcurrentStreams: number,
): Promise<StubServer> => {
  const counts = { handshakes: 0, open: 0, mostOpen: 0, chats: 0, bodyBytes: 0, openStreams: 0 }
  const pacer = new DeltaPacer()
  const sockets = new Set<Socket>()

  const stream = (shape: StreamShape, answer: Answer): void => {
    counts.chats++
    counts.openStreams++
    let left = shape.deltas
    const firstDueAt = performance.now() + shape.firstMs
    let dueAt = firstDueAt
    let isOpen = true
    let timer: NodeJS.Timeout | undefined
    answer.onClose(() => {
      counts.openStreams--
      isOpen = false
      clearTimeout(timer)
    })
    const next = () => {
      if (!isOpen) return
      if (left === 0) return answer.end(shape.isCut === true ? cutShort : ending)
      const isFirst = left === shape.deltas
      left--
      answer.write(isFirst ? deltaOf(firstText(performance.now() - firstDueAt)) : delta)
      dueAt += shape.gapMs
      timer = pacer.at(dueAt, answer.connection, next)
    }
    timer = pacer.at(dueAt, answer.connection, () => {
      if (!isOpen) return
      answer.head()
      answer.write(start)
      timer = pacer.at(dueAt, answer.connection, next)
    })
  }

  const onConnection = (socket: Socket) => {
    socket.setNoDelay(true)
    socket.on("error", () => {})
    sockets.add(socket)
    counts.open++
    counts.mostOpen = Math.max(counts.mostOpen, counts.open)
    socket.once("close", () => {
      sockets.delete(socket)
      counts.open--
    })
  }
  const onSecureConnection = (_socket: TLSSocket) => {
    counts.handshakes++
  }

  const shared = {
    key: certificate.key,
    cert: certificate.certificate,
    minVersion: "TLSv1.3" as const,
  }
  const h2 = createSecureServer({
    ...shared,
    settings: { maxConcurrentStreams },
    // A client that leaves streams is no attack here.
    streamResetBurst: 100_000,
    streamResetRate: 100_000,
  })
  h2.on("session", (session: Http2Session) => session.on("error", () => {}))
  h2.on("stream", (one: ServerHttp2Stream, headers) => {
    const path = String(headers[":path"])
    const shape = shapeOfPath(path)
    one.on("error", () => {})
    one.on("data", (chunk: Buffer) => {
      counts.bodyBytes += chunk.length
    })
    one.once("end", () => {
      if (one.destroyed) return
      if (shape === undefined) {
        const isKnown = isEmbedding(path)
        one.respond({ ":status": isKnown ? 200 : 404, "content-type": "application/json" })
        one.end(isKnown ? embedding : "{}")
        return
      }
      stream(shape, {
        connection: one.session ?? one,
        head: () => one.respond({ ":status": 200, "content-type": contentType }),
        write: (frame) => one.write(frame),
        end: (frame) => one.end(frame),
        onClose: (listener) => one.once("close", listener),
      })
    })
  })
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    const shape = shapeOfPath(request.url ?? "")
    request.on("data", (chunk: Buffer) => {
      counts.bodyBytes += chunk.length
    })
    request.once("end", () => {
      if (shape === undefined) {
        response.writeHead(404).end()
        return
      }
      stream(shape, {
        connection: request.socket,
        head: () => response.writeHead(200, { "content-type": contentType }),
        write: (frame) => response.write(frame),
        end: (frame) => response.end(frame),
        onClose: (listener) => response.once("close", listener),
      })
    })
  }
  const h1 = createServer({ ...shared, keepAliveTimeout: 300_000 }, onRequest)
  const ports: Array<number> = []
  for (const server of [h2, h1]) {
    server.on("connection", onConnection)
    server.on("secureConnection", onSecureConnection)
    server.on("tlsClientError", () => {})
    ports.push(await listen(server))
  }
  const [h2Port = 0, h1Port = 0] = ports
  return {
    h2Port,
    h1Port,
    counts: () => ({ ...counts }),
    resetCounts: () => {
      Object.assign(counts, { handshakes: 0, chats: 0, bodyBytes: 0, mostOpen: counts.open })
    },
    close: () => {
      h2.close()
      h1.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
