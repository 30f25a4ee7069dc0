/**
 * TLS sockets to one origin, for HTTP/2 and HTTP/1.1 alike.
 *
 * Offers h2 and http/1.1 by ALPN, and the origin's last TLS session for resumption. Deadlines and the
 * choice of address are the caller's.
 */
import type { LookupAddress } from "node:dns"
import { isIP } from "node:net"
import { connect as tlsConnect, type TLSSocket } from "node:tls"
import type { PoolMonitor } from "./PoolMonitor.ts"
import type { PoolSettings } from "./PoolOptions.ts"
import { ProxyTunnel } from "./ProxyTunnel.ts"

export class TlsConnector {
  readonly host: string
  readonly #origin: URL
  readonly #settings: PoolSettings
  readonly #monitor: PoolMonitor
  #ticket: Buffer | undefined

  constructor(origin: URL, settings: PoolSettings, monitor: PoolMonitor) {
    this.host = origin.hostname.replace(/^\[|\]$/g, "")
    this.#origin = origin
    this.#settings = settings
    this.#monitor = monitor
  }

  /** To the given address, or to the first of the name's that answers. The socket is still connecting. */
  open(to?: LookupAddress): TLSSocket {
    const startedAt = performance.now()
    let standing = false
    const port = this.#origin.port === "" ? 443 : Number(this.#origin.port)
    const { ca, lookup, proxy } = this.#settings
    const way =
      proxy === undefined
        ? { host: to?.address ?? this.host, port }
        : {
            socket: new ProxyTunnel({ proxy, to: `${this.#origin.hostname}:${port}`, lookup, ca }),
            host: this.host,
          }
    const socket = tlsConnect({
      ...way,
      ALPNProtocols: ["h2", "http/1.1"],
      lookup,
      ...(isIP(this.host) === 0 ? { servername: this.host } : {}),
      ...(ca === undefined ? {} : { ca }),
      ...(this.#ticket === undefined ? {} : { session: this.#ticket }),
    })
    socket.setNoDelay(true)
    socket.setKeepAlive(true, 60_000)
    socket.on("session", (ticket) => {
      this.#ticket = ticket
    })
    socket.on("error", () => {
      // The ticket may be what the server did not like; a connection that stood says nothing of it.
      if (!standing) this.#ticket = undefined
    })
    socket.once("secureConnect", () => {
      standing = true
      this.#monitor.emit({
        type: "handshake",
        origin: this.#origin.origin,
        address: socket.remoteAddress ?? to?.address ?? this.host,
        protocol: socket.alpnProtocol === "h2" ? "h2" : "http/1.1",
        resumed: socket.isSessionReused(),
        durationMs: performance.now() - startedAt,
      })
    })
    return socket
  }

  /** Every address of the origin's name. */
  addresses(): Promise<ReadonlyArray<LookupAddress>> {
    const family = isIP(this.host)
    // The name is the proxy's to resolve.
    if (this.#settings.proxy !== undefined) {
      return Promise.resolve([{ address: this.host, family: family === 0 ? 4 : family }])
    }
    if (family !== 0) return Promise.resolve([{ address: this.host, family }])
    return new Promise((resolve, reject) => {
      this.#settings.lookup(this.host, { all: true }, (error, found, one) => {
        if (error !== null) reject(error)
        else resolve(typeof found === "string" ? [{ address: found, family: one ?? 4 }] : found)
      })
    })
  }
}
