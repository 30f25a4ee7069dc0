/**
 * Connects to an origin through an HTTP proxy (`CONNECT`, RFC 9110, section 9.3.6), as the stream below TLS.
 *
 * Writes wait until the proxy has opened the tunnel. The proxy resolves the name. A refusal, or a reply that is not
 * HTTP, fails the stream with the proxy's words.
 */
import { connect, type LookupFunction, type Socket } from "node:net"
import { Duplex } from "node:stream"
import { connect as tlsConnect } from "node:tls"
import { TransportError } from "./TransportError.ts"

export interface ProxyRoute {
  /** `http:` or `https:`; user and password are sent as Basic credentials. */
  readonly proxy: URL
  /** `host:port` of the origin. */
  readonly to: string
  readonly lookup: LookupFunction
  readonly ca: string | Buffer | Array<string | Buffer> | undefined
}

const mostHeadBytes = 16 * 1024
const headEnd = "\r\n\r\n"

export class ProxyTunnel extends Duplex {
  readonly #route: ProxyRoute
  readonly #socket: Socket
  #head: Buffer = Buffer.alloc(0)
  #open = false
  #waiting: (() => void) | undefined

  constructor(route: ProxyRoute) {
    super()
    this.#route = route
    const { ca, lookup, proxy } = route
    const secure = proxy.protocol === "https:"
    const host = proxy.hostname.replace(/^\[|\]$/g, "")
    const port = proxy.port === "" ? (secure ? 443 : 80) : Number(proxy.port)
    this.#socket = secure
      ? tlsConnect({ host, port, lookup, servername: host, ...(ca === undefined ? {} : { ca }) })
      : connect({ host, port, lookup })
    this.#socket.setNoDelay(true)
    this.#socket.setKeepAlive(true, 60_000)
    this.#socket.once(secure ? "secureConnect" : "connect", () => this.#ask())
    this.#socket.on("data", (chunk) => this.#receive(chunk))
    this.#socket.once("end", () => this.push(null))
    this.#socket.on("error", (error) => this.destroy(error))
    this.#socket.once("close", () => this.destroy())
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(
    chunk: Buffer,
    _: BufferEncoding,
    callback: (error?: Error | null) => void,
  ): void {
    if (this.#open) this.#socket.write(chunk, callback)
    else this.#waiting = () => this.#socket.write(chunk, callback)
  }

  override _final(callback: () => void): void {
    this.#socket.end(callback)
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#socket.destroy()
    callback(error)
  }

  #ask(): void {
    const { proxy, to } = this.#route
    const user = decodeURIComponent(proxy.username)
    const credentials = Buffer.from(`${user}:${decodeURIComponent(proxy.password)}`)
    const authorization =
      user === "" ? "" : `proxy-authorization: Basic ${credentials.toString("base64")}\r\n`
    this.#socket.write(`CONNECT ${to} HTTP/1.1\r\nhost: ${to}\r\n${authorization}\r\n`)
  }

  #receive(chunk: Buffer): void {
    if (this.#open) {
      if (!this.push(chunk)) this.#socket.pause()
      return
    }
    this.#head = Buffer.concat([this.#head, chunk])
    const at = this.#head.indexOf(headEnd)
    if (at < 0) {
      if (this.#head.length > mostHeadBytes) this.#refuse("an answer without an end")
      return
    }
    const [line = ""] = this.#head.toString("latin1", 0, at).split("\r\n", 1)
    if (!/^HTTP\/1\.[01] 2\d\d\b/.test(line)) return this.#refuse(line.slice(0, 200))
    const rest = this.#head.subarray(at + headEnd.length)
    this.#open = true
    if (rest.length > 0) this.push(rest)
    this.#waiting?.()
    this.#waiting = undefined
  }

  #refuse(said: string): void {
    const { proxy, to } = this.#route
    this.destroy(
      new TransportError("connect-failed", `the proxy ${proxy.host} said of ${to}: ${said}`),
    )
  }
}
