/**
 * A TLS server for tests that speaks h2 and, when allowed, HTTP/1.1, counts what a client did to it, and
 * can break its connections in every way.
 */
import { once } from "node:events"
import { createServer as createPlainHttps } from "node:https"
import {
  createSecureServer,
  type Http2ServerRequest,
  type Http2Session,
  type Http2ServerResponse,
  type ServerHttp2Session,
  type Settings,
} from "node:http2"
import { type AddressInfo, type Socket } from "node:net"
import { type TLSSocket } from "node:tls"
import { cert, key } from "./certificate.ts"

export type Exchange = {
  readonly path: string
  readonly body: Buffer
  readonly response: Http2ServerResponse
  /** The TCP socket below TLS. */
  readonly socket: Socket
  readonly session: Http2Session | undefined
}

export class TestServer {
  connections = 0
  handshakes = 0
  requests = 0
  open = 0
  maxOpen = 0
  cancelled = 0
  pings = 0
  readonly sockets: Array<Socket> = []
  readonly sessions: Array<ServerHttp2Session> = []
  #server: ReturnType<typeof createSecureServer> | ReturnType<typeof createPlainHttps> | undefined
  readonly #waiting: Array<() => void> = []

  static async start(
    handle: (exchange: Exchange) => void,
    options: {
      readonly settings?: Settings
      readonly protocols?: "both" | "h1"
      readonly port?: number
      readonly host?: string
      readonly identity?: { readonly key: string; readonly cert: string }
    } = {},
  ): Promise<TestServer> {
    const self = new TestServer()
    const raw = new Map<string, Socket>()
    const onRequest = (request: Http2ServerRequest, response: Http2ServerResponse) => {
      self.requests++
      self.open++
      self.maxOpen = Math.max(self.maxOpen, self.open)
      let ended = false
      const over = () => {
        if (ended) return
        ended = true
        self.open--
        const cut =
          request.httpVersionMajor === 2
            ? response.stream?.rstCode === 8 || response.stream?.session?.destroyed === true
            : !response.writableFinished
        if (cut) self.cancelled++
        for (const wake of self.#waiting.splice(0)) wake()
      }
      response.on("error", () => {})
      request.on("error", () => {})
      response.once("close", over)
      const chunks: Array<Buffer> = []
      request.on("data", (chunk: Buffer) => chunks.push(chunk))
      request.once("end", () => {
        const below = raw.get(String(request.socket.remotePort))!
        const session = request.httpVersionMajor === 2 ? request.stream.session : undefined
        handle({
          path: request.url,
          body: Buffer.concat(chunks),
          response,
          socket: below,
          session,
        })
      })
    }
    const identity = options.identity ?? { key, cert }
    const h1 = options.protocols === "h1"
    const server = h1
      ? createPlainHttps(identity, onRequest as never) // Same members as used here.
      : createSecureServer(
          {
            ...identity,
            allowHTTP1: true,
            ...(options.settings ? { settings: options.settings } : {}),
          },
          onRequest,
        )
    server.on("connection", (socket: Socket) => {
      self.connections++
      self.sockets.push(socket)
      raw.set(String(socket.remotePort), socket)
      socket.on("error", () => {})
    })
    server.on("secureConnection", (socket: TLSSocket) => {
      self.handshakes++
      socket.on("error", () => {})
    })
    server.on("session", (session: ServerHttp2Session) => {
      self.sessions.push(session)
      session.on("ping", () => self.pings++)
      session.on("error", () => {})
    })
    server.on("sessionError", () => {})
    server.on("tlsClientError", () => {})
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1")
    await once(server, "listening")
    self.#server = server
    return self
  }

  get port(): number {
    return (this.#server!.address() as AddressInfo).port
  }

  get origin(): string {
    return `https://127.0.0.1:${this.port}`
  }

  /** Waits until a request ended or was cancelled and the condition holds. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await Promise.race([
        new Promise<void>((resolve) => this.#waiting.push(resolve)),
        new Promise<void>((resolve) => setTimeout(resolve, 10)),
      ])
    }
  }

  /** Connections stay open and nothing is read from them any more. */
  blackHole(): void {
    for (const socket of this.sockets) {
      socket.pause()
      socket.write = () => true
      // The TLS layer reads the handle itself: stop that one too.
      ;(socket as unknown as { _handle?: { readStop(): void } })._handle?.readStop()
    }
  }

  async close(): Promise<void> {
    for (const session of this.sessions) session.destroy()
    for (const socket of this.sockets) socket.destroy()
    await new Promise((resolve) => this.#server!.close(resolve))
  }
}
