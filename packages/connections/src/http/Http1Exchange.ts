/**
 * HTTP/1.1 client with keep-alive for plain `http:` origins, and for servers that do not agree to HTTP/2 by ALPN.
 * `send` sends one request and resolves with the response headers and the stream of its body.
 *
 * One object serves all origins of a handler, with separate sockets for each. Its deadlines, for connecting and for
 * silence, cancel the request; the timeout of the SDK's own handler only warns.
 */
import {
  Agent as HttpAgent,
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
} from "node:http"
import { Agent as HttpsAgent, type RequestOptions, request as httpsRequest } from "node:https"
import type { Socket } from "node:net"
import { Readable } from "node:stream"
import { TLSSocket } from "node:tls"
import {
  bodyOf,
  type Incoming,
  type Outgoing,
  pathOf,
  plainHeaders,
  type PoolRequest,
} from "./Incoming.ts"
import type { PoolSettings } from "../pool/PoolOptions.ts"
import type { PoolCounters } from "../pool/PoolStats.ts"
import { abortError, connectError, TransportError } from "../pool/TransportError.ts"

const headersOf = (request: PoolRequest): Record<string, string> => {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name === ":authority" ? "host" : name] = value
  }
  return headers
}

/** Opens the TLS socket of an origin. */
export type OpenSocket = (origin: string) => TLSSocket

class TlsAgent extends HttpsAgent {
  readonly #open: OpenSocket

  constructor(options: ConstructorParameters<typeof HttpsAgent>[0], open: OpenSocket) {
    super(options)
    this.#open = open
  }

  override createConnection({ host, port }: RequestOptions): TLSSocket {
    const name = host?.includes(":") === true ? `[${host}]` : host
    return this.#open(new URL(`https://${name}:${port ?? 443}`).origin)
  }
}

export class Http1Exchange {
  readonly #settings: PoolSettings
  readonly #counters: PoolCounters
  readonly #http: HttpAgent
  readonly #https: HttpsAgent

  constructor(settings: PoolSettings, counters: PoolCounters, open: OpenSocket) {
    this.#settings = settings
    this.#counters = counters
    const sockets = {
      keepAlive: true,
      keepAliveMsecs: 60_000,
      maxSockets: settings.maxSockets,
      maxFreeSockets: settings.maxSockets,
      scheduling: "lifo" as const,
      lookup: settings.lookup,
      // Ends free sockets only; a request sets its own. Below what NAT gateways remember.
      timeout: settings.sessionIdleMs,
    }
    this.#http = new HttpAgent(sockets)
    this.#https = new TlsAgent(sockets, open)
  }

  send(outgoing: Outgoing): Promise<Incoming> {
    return new Promise((resolve, reject) => {
      const { request, signal, idleMs } = outgoing
      const body = bodyOf(request.body)
      const secure = request.protocol === "https:"
      this.#counters.http1Requests++
      const options = {
        host: request.hostname.replace(/^\[|\]$/g, ""),
        path: pathOf(request),
        method: request.method,
        headers: headersOf(request),
        ...(request.port === undefined ? {} : { port: request.port }),
      }
      const sent: ClientRequest = secure
        ? httpsRequest({ ...options, agent: this.#https })
        : httpRequest({ ...options, agent: this.#http })
      let failure: Error | undefined
      let answered: IncomingMessage | undefined
      const fail = (error: Error) => {
        failure ??= error
        sent.destroy(failure)
        answered?.destroy(failure)
        reject(failure)
      }
      const onAbort = () => fail(abortError())
      if (signal?.aborted === true) onAbort()
      else signal?.addEventListener("abort", onAbort, { once: true })

      // A free socket, TCP and TLS share one deadline; it ends when the request can be written.
      const { connectMs } = this.#settings
      const connectTimer = setTimeout(() => {
        this.#forgetFree(request.hostname)
        const detail = `no HTTP/1.1 connection to ${request.hostname} in ${connectMs} ms`
        fail(new TransportError("connect-timeout", detail))
      }, connectMs)
      sent.once("socket", (socket) => {
        const connected = () => clearTimeout(connectTimer)
        if (sent.reusedSocket || !socket.connecting) return connected()
        socket.once(socket instanceof TLSSocket ? "secureConnect" : "connect", connected)
      })
      sent.setTimeout(idleMs, () => {
        // The free ones may have met the same fate unnoticed.
        if (answered === undefined) this.#forgetFree(request.hostname)
        fail(new TransportError("idle-timeout", `the connection was silent for ${idleMs} ms`))
      })
      sent.once("response", (message) => {
        answered = message
        message.once("close", () => signal?.removeEventListener("abort", onAbort))
        resolve({
          statusCode: message.statusCode ?? 0,
          headers: plainHeaders(message.headers),
          body: message,
          whole: () => message.complete,
          cancel: () => fail(abortError()),
        })
      })
      sent.on("error", (cause) => {
        if (!sent.reusedSocket) return fail(connectError(request.hostname, cause))
        // A kept socket that the server closed at the same moment: nothing was processed.
        fail(new TransportError("session-lost", `${request.hostname}: ${cause.message}`, cause))
      })
      sent.once("close", () => {
        clearTimeout(connectTimer)
        if (answered === undefined) signal?.removeEventListener("abort", onAbort)
        if (body instanceof Readable) body.destroy()
      })
      if (body instanceof Readable) {
        body.on("error", fail)
        body.pipe(sent)
      } else sent.end(body)
    })
  }

  #forgetFree(hostname: string): void {
    const host = hostname.replace(/^\[|\]$/g, "")
    const free: Array<Socket> = []
    for (const agent of [this.#http, this.#https]) {
      for (const [name, sockets] of Object.entries(agent.freeSockets)) {
        // An agent's names begin with host and port.
        if (name.startsWith(`${host}:`)) free.push(...(sockets ?? []))
      }
    }
    for (const socket of free) socket.destroy()
  }

  destroy(): void {
    this.#http.destroy()
    this.#https.destroy()
  }
}
