/**
 * One request and the head of its answer over HTTP/1.1 keep-alive: for plain `http:` origins, and where
 * ALPN yields no h2.
 *
 * Explicit sockets per origin and deadlines that stop the request, unlike the SDK's own handler, whose
 * request timeout only warns.
 */
import {
  Agent as HttpAgent,
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
} from "node:http"
import { Agent as HttpsAgent, request as httpsRequest } from "node:https"
import { type HttpRequest } from "@smithy/core/protocols"
import { Readable } from "node:stream"
import { TLSSocket } from "node:tls"
import { bodyOf, type Incoming, type Outgoing, pathOf, plainHeaders } from "./Incoming.ts"
import { type PoolSettings } from "./PoolOptions.ts"
import { type PoolCounters } from "./PoolStats.ts"
import { abortError, TransportError } from "./TransportError.ts"

const headersOf = (request: HttpRequest): Record<string, string> => {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name === ":authority" ? "host" : name] = value
  }
  return headers
}

export class Http1Exchange {
  readonly #settings: PoolSettings
  readonly #counters: PoolCounters
  readonly #http: HttpAgent
  readonly #https: HttpsAgent

  constructor(settings: PoolSettings, counters: PoolCounters) {
    this.#settings = settings
    this.#counters = counters
    const sockets = {
      keepAlive: true,
      keepAliveMsecs: 60_000,
      maxSockets: settings.maxSockets,
      maxFreeSockets: settings.maxSockets,
      scheduling: "lifo" as const,
      lookup: settings.lookup,
    }
    this.#http = new HttpAgent(sockets)
    this.#https = new HttpsAgent({ ...sockets, ...(settings.ca ? { ca: settings.ca } : {}) })
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
        const detail = `no HTTP/1.1 connection to ${request.hostname} in ${connectMs} ms`
        fail(new TransportError("connect-timeout", detail))
      }, connectMs)
      sent.once("socket", (socket) => {
        const connected = () => clearTimeout(connectTimer)
        if (sent.reusedSocket || !socket.connecting) return connected()
        if (!(socket instanceof TLSSocket)) return void socket.once("connect", connected)
        socket.once("secureConnect", () => {
          connected()
          this.#counters.handshakes++
          if (socket.isSessionReused()) this.#counters.resumed++
        })
      })
      sent.setTimeout(idleMs, () => {
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
        // A kept socket that the server closed at the same moment: nothing was processed.
        const reason = sent.reusedSocket ? "session-lost" : "connect-failed"
        fail(new TransportError(reason, `${request.hostname}: ${cause.message}`, cause))
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

  destroy(): void {
    this.#http.destroy()
    this.#https.destroy()
  }
}
