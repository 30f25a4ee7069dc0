/**
 * WebSocket transport with the `ws` package on Node's own HTTP server. It runs wherever Node runs and behaves like the
 * transport over uWebSockets.js (`UwsSocketServer.ts`), whose native addon does not load everywhere.
 *
 * As there, a frame that breaks the WebSocket protocol ends the socket without a close frame; `ws` by itself would send
 * one. Closing the scope cuts the remaining connections and returns once the port is free.
 */
import { createServer, IncomingMessage, type Server, STATUS_CODES } from "node:http"
import type { Socket } from "node:net"
import type { Duplex } from "node:stream"
import { Effect, Layer } from "effect"
import { type WebSocket, WebSocketServer } from "ws"
import { nodeExchange, refuseUpgrade, targetOf } from "./NodeExchange.ts"
import { cutLater, paceReading } from "./PacedReading.ts"
import {
  idleTimeoutSeconds,
  ListenError,
  type ListenOptions,
  maxHeadBytes,
  maxPayloadBytes,
  maxPipelined,
  mayBeBack,
  type SocketListener,
  SocketServer,
  type SocketServerHandlers,
} from "./SocketServer.ts"
import { ChatWebSocket, wsSocket } from "./WsSocket.ts"

const attach = (ws: WebSocket, raw: Duplex, open: Parameters<typeof wsSocket>[2]): void => {
  let alive = true
  const heartbeat = setInterval(
    () => {
      if (alive) ws.ping()
      else ws.terminate()
      alive = false
    },
    (idleTimeoutSeconds * 1_000) / 2,
  )
  const listener: SocketListener = wsSocket(ws, raw, open)
  ws.on("message", (data, binary) => {
    alive = true
    // After a goodbye only the answer to it is waited for, and not behind more.
    if (ws.readyState !== ws.OPEN) cutLater(raw)
    else if (data instanceof Buffer) listener.message(data, binary)
  })
  ws.on("pong", () => {
    alive = true
    listener.pinged()
  })
  ws.on("ping", () => listener.pinged())
  // `ws` goes on reading, and throws it away.
  ws.on("error", () => setImmediate(cutLater, raw))
  raw.on("drain", () => listener.drained())
  ws.once("close", (code) => {
    clearInterval(heartbeat)
    const isOffence = ws instanceof ChatWebSocket && ws.isOffending
    listener.closed(!mayBeBack(code) ? "goodbye" : isOffence ? "offence" : "lost")
  })
}

/** By connection, the requests that are not answered yet, or were in this turn of the event loop. */
const unanswered = new WeakMap<Duplex, number>()

const answering = (connection: Duplex, more: 1 | -1): void =>
  void unanswered.set(connection, (unanswered.get(connection) ?? 0) + more)

const isFlooding = (connection: Duplex): boolean =>
  (unanswered.get(connection) ?? 0) >= maxPipelined

/**
 * A request that comes behind too many unanswered ones is taken for an upgrade, which is then refused: nothing else
 * keeps Node from reading all that came with it, and thousands of requests may come at once.
 */
class BoundedRequest extends IncomingMessage {
  declare isUpgrade: boolean

  get upgrade(): boolean {
    return this.isUpgrade
  }

  /** By Node, when its head was read. */
  set upgrade(isUpgrade: boolean | null) {
    this.isUpgrade = isUpgrade === true || isFlooding(this.socket)
  }
}

/** By the parser's code; 400 else. */
const parserStatus: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/** As Node does by itself, but for the haste with which it ends the connection. */
const refuseUnreadable = ({ code = "" }: NodeJS.ErrnoException, raw: Duplex): void => {
  // Behind an answer that has begun, another would be taken for a part of it.
  if (raw.writable && (unanswered.get(raw) ?? 0) === 0) {
    const status = parserStatus[code] ?? 400
    raw.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\n\r\n`)
  }
  cutLater(raw)
}

const serve = (handlers: SocketServerHandlers): Server => {
  const server = createServer({
    IncomingMessage: BoundedRequest,
    maxHeaderSize: maxHeadBytes,
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    connectionsCheckingInterval: 5_000,
    // Above the 60 s for which a load balancer keeps an idle connection, so that it closes first.
    keepAliveTimeout: 65_000,
    shouldUpgradeCallback: (request) =>
      isFlooding(request.socket) || request.headers.upgrade?.toLowerCase() === "websocket",
  })
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: maxPayloadBytes,
    maxFragments: 128,
    // One frame of a socket in a turn of the event loop: others have theirs in between.
    allowSynchronousEvents: false,
    perMessageDeflate: false,
    WebSocket: ChatWebSocket,
    handleProtocols: (offered) =>
      offered.has(handlers.subprotocol) ? handlers.subprotocol : false,
  })
  server.on("request", (request, response) => {
    const { socket } = request
    answering(socket, 1)
    response.once("finish", () => setImmediate(() => answering(socket, -1)))
    handlers.request(nodeExchange(request, response))
  })
  server.on("clientError", refuseUnreadable)
  server.on("upgrade", (request, raw, head) => {
    raw.on("error", () => {})
    if (isFlooding(raw)) {
      cutLater(raw)
      return
    }
    const answer = handlers.upgrade(targetOf(request))
    if ("refuse" in answer) {
      refuseUpgrade(raw, answer.refuse)
      return
    }
    sockets.handleUpgrade(request, raw, head, (ws) => {
      attach(ws, raw, answer.open)
    })
  })
  return server
}

const listen = Effect.fnUntraced(function* (
  options: ListenOptions,
  handlers: SocketServerHandlers,
) {
  const server = serve(handlers)
  const connections = new Set<Duplex>()
  server.on("connection", (connection: Socket) => {
    paceReading(connection)
    connections.add(connection)
    connection.once("close", () => connections.delete(connection))
  })
  const bind = Effect.callback<void, ListenError>((resume) => {
    server.once("error", (error) => {
      const code = "code" in error ? String(error.code) : "EUNKNOWN"
      resume(Effect.fail(new ListenError({ ...options, code })))
    })
    server.listen(options.port, options.host, () => {
      resume(Effect.void)
    })
  })
  yield* Effect.acquireRelease(bind, () =>
    Effect.callback<void>((resume) => {
      server.close(() => {
        resume(Effect.void)
      })
      for (const connection of connections) connection.destroy()
    }),
  )
  const address = server.address()
  return { port: typeof address === "object" && address !== null ? address.port : options.port }
})

export const wsServer = SocketServer.of({ name: "ws", listen })

export const layerWs: Layer.Layer<SocketServer> = Layer.succeed(SocketServer, wsServer)
