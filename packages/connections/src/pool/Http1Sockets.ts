/**
 * Opens TLS sockets for the HTTP/1.1 agent of an origin whose server did not choose h2.
 *
 * The connection that found this out is used first. Each later one offers h2 again, so that an upgraded server is
 * noticed without extra connections: if it chooses h2, `inUse` becomes false and the socket fails before anything was
 * sent, and the request goes over h2.
 */
import type { TLSSocket } from "node:tls"
import type { TlsConnector } from "./TlsConnect.ts"
import { TransportError } from "./TransportError.ts"

/** The connection chose h2 while HTTP/1.1 was in use. */
export class ServerSpeaksHttp2 extends TransportError {
  constructor(host: string) {
    super("session-lost", `${host} speaks h2 now`)
  }
}

export class Http1Sockets {
  inUse = false
  readonly #connector: TlsConnector
  #spare: TLSSocket | undefined

  constructor(connector: TlsConnector) {
    this.#connector = connector
  }

  /** `socket` is connected, and its server did not choose h2. */
  use(socket: TLSSocket): void {
    this.inUse = true
    this.#spare?.destroy()
    this.#spare = socket
    socket.unref()
  }

  /** The spare one, or a new one that is still connecting. */
  open(): TLSSocket {
    const spare = this.#spare
    this.#spare = undefined
    if (spare !== undefined && spare.readable && spare.writable) return spare.ref()
    const socket = this.#connector.open()
    socket.prependOnceListener("secureConnect", () => {
      if (socket.alpnProtocol !== "h2") return
      this.inUse = false
      socket.destroy(new ServerSpeaksHttp2(this.#connector.host))
    })
    return socket
  }

  destroy(): void {
    this.#spare?.destroy()
    this.#spare = undefined
  }
}
