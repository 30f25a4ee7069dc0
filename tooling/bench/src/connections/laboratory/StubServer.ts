/**
 * A stub of Bedrock Runtime that costs as little as Node allows: TLS 1.3, HTTP/2 and HTTP/1.1 on one port, and
 * ConverseStream answers of the requested shape from prebuilt frames. It counts connections and requests.
 *
 * It verifies neither requests nor signatures; the emulators do. Every embedding is the same one.
 */
import { readFileSync } from "node:fs"
import { createSecureServer, type Http2ServerResponse } from "node:http2"
import { type Socket } from "node:net"
import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises"
import { crc32 } from "node:zlib"
import { listen } from "../../measure/Loopback.ts"
import { firstText, shapeOfPath, type StreamShape } from "../clients/StreamShape.ts"

/** What Bedrock allows on a session is not known; 100 to 256 are usual. */
export const maxConcurrentStreams = 256

/** A name and a text, each shorter than 128 characters. */
const header = (name: string, value: string): string =>
  `${String.fromCharCode(name.length)}${name}\u0007\0${String.fromCharCode(value.length)}${value}`

/** A message of `application/vnd.amazon.eventstream`: https://smithy.io/2.0/aws/amazon-eventstream.html */
export const eventFrame = (type: string, payload: unknown): Buffer => {
  const json = header(":content-type", "application/json")
  const head = header(":event-type", type) + json + header(":message-type", "event")
  const body = JSON.stringify(payload)
  const frame = Buffer.from(`${" ".repeat(12)}${head}${body}${" ".repeat(4)}`)
  frame.writeUInt32BE(frame.length)
  frame.writeUInt32BE(head.length, 4)
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8)
  frame.writeUInt32BE(crc32(frame.subarray(0, -4)), frame.length - 4)
  return frame
}

const start = eventFrame("messageStart", { role: "assistant" })
const deltaOf = (text: string) =>
  eventFrame("contentBlockDelta", { contentBlockIndex: 0, delta: { text }, p: "abcdefghijkl" })
const delta = deltaOf(" and the sea was still")
const ending = Buffer.concat([
  eventFrame("contentBlockStop", { contentBlockIndex: 0, p: "abcd" }),
  eventFrame("messageStop", { stopReason: "end_turn", p: "abcdefgh" }),
  eventFrame("metadata", {
    usage: { inputTokens: 1_600, outputTokens: 120, totalTokens: 1_720 },
    metrics: { latencyMs: 400 },
    p: "abc",
  }),
])
const embedding = JSON.stringify({
  embedding: Array.from({ length: 256 }, (_, at) => Math.cos(at) / Math.sqrt(128)),
  inputTextTokenCount: 9,
})

/**
 * Resolves when `connection` may be written to: never for two answers in the same turn of the event loop.
 *
 * Node joins writes to one HTTP/2 session within a turn into one TLS record, which a service of many machines does not
 * do. Otherwise streams would look cheaper the more of them share a session.
 */
const lines = new WeakMap<object, Promise<void>>()
const turnOf = (connection: object): Promise<void> => {
  const turn = (lines.get(connection) ?? Promise.resolve()).then(() => nextTurn())
  lines.set(connection, turn)
  return turn
}

const answer = async (shape: StreamShape, connection: object, response: Http2ServerResponse) => {
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
  response.writeHead(200, { "content-type": "application/vnd.amazon.eventstream" })
  response.write(start)
  for (let at = 0; at < shape.deltas; at += 1) {
    if (!(await turn(firstDueAt + at * shape.gapMs))) return
    response.write(at === 0 ? deltaOf(firstText(performance.now() - firstDueAt)) : delta)
  }
  if (!(await turn(firstDueAt + shape.deltas * shape.gapMs))) return
  if (shape.isCut !== true) response.end(ending)
  else response.end()
}

const pem = (file: string) => readFileSync(new URL(file, import.meta.url))

export const startStub = async (streams = maxConcurrentStreams) => {
  const counts = { handshakes: 0, mostOpen: 0, chats: 0 }
  const sockets = new Set<Socket>()
  /** Those that are counted. */
  const counted = new Set<Socket>()
  const server = createSecureServer(
    {
      key: pem("./key.pem"),
      cert: pem("./certificate.pem"),
      minVersion: "TLSv1.3",
      allowHTTP1: true,
      settings: { maxConcurrentStreams: streams },
      // A client that leaves streams is no attack here.
      streamResetBurst: 100_000,
      streamResetRate: 100_000,
    },
    (request, response) => {
      request.resume().once("end", () => {
        const shape = shapeOfPath(request.url)
        if (shape === undefined) {
          const isEmbedding = /^\/model\/[^/]+\/invoke$/.test(request.url)
          response.writeHead(isEmbedding ? 200 : 404, { "content-type": "application/json" })
          return void response.end(isEmbedding ? embedding : "{}")
        }
        counts.chats++
        // Over HTTP/1.1 a request has no stream.
        return void answer(shape, request.stream?.session ?? request.socket, response)
      })
    },
  )
  Object.assign(server, { keepAliveTimeout: 300_000 })
  server.on("connection", (socket: Socket) => {
    socket.setNoDelay(true).on("error", () => {})
    sockets.add(socket)
    counted.add(socket)
    counts.mostOpen = Math.max(counts.mostOpen, counted.size)
    socket.once("close", () => sockets.delete(socket) && counted.delete(socket))
  })
  server.on("secureConnection", () => counts.handshakes++)
  server.on("session", (session) => session.on("error", () => {}))
  server.on("tlsClientError", () => {})
  return {
    port: await listen(server),
    /** Completed handshakes, most connections at once, and chats. */
    counts: () => ({ ...counts }),
    /** Starts counting anew, without the connections that are open. */
    resetCounts: () => {
      counted.clear()
      Object.assign(counts, { handshakes: 0, chats: 0, mostOpen: 0 })
    },
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
