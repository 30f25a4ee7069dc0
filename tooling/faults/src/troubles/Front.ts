/**
 * What stands in front of an emulated service at an address of its own and passes bytes on: over TLS with a certificate that is exchanged
 * while it runs, of which connections that stand know nothing, or as they are.
 */
import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net"
import {
  connect as connectTls,
  createServer as createTlsServer,
  type Server as TlsServer,
} from "node:tls"

/** In PEM. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

export interface FrontOptions {
  /** The service. */
  readonly to: URL
  readonly host?: string
  /** Any free one unless given. */
  readonly port?: number
}

const open = async (server: Server, sockets: Set<Socket>, { host, port }: FrontOptions) => {
  server.listen({ host: host ?? "127.0.0.1", port: port ?? 0 })
  await once(server, "listening")
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const close = async () => {
    if (!server.listening) return
    server.close()
    cut()
    await once(server, "close")
  }
  return {
    port: (server.address() as AddressInfo).port, // It listens on TCP.
    /** Ends every connection; new ones are taken. */
    cut,
    /** Nobody listens any more, every connection ends. */
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Both end together. */
const join = (sockets: Set<Socket>, client: Socket, upstream: Socket) => {
  for (const [from, to] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    sockets.add(from)
    from.on("error", () => undefined)
    from.once("close", () => {
      sockets.delete(from)
      to.destroy()
    })
    from.pipe(to)
  }
}

export const openPlainFront = (options: FrontOptions) => {
  const sockets = new Set<Socket>()
  const { hostname: host, port } = options.to
  const server = createServer((client) =>
    join(sockets, client, connect({ host, port: Number(port) })),
  )
  return open(server, sockets, options)
}

interface TlsFrontOptions extends FrontOptions {
  readonly certificate: Certificate
  /** Whom the service's own certificate is from. */
  readonly ca: string
}

export const openTlsFront = async ({ ca, certificate, ...options }: TlsFrontOptions) => {
  const sockets = new Set<Socket>()
  const { hostname: host, port } = options.to
  let opened = 0
  const server: TlsServer = createTlsServer(
    { ...certificate, ALPNProtocols: ["h2", "http/1.1"] },
    (client) => {
      opened += 1
      const ALPNProtocols = [client.alpnProtocol || "http/1.1"]
      join(sockets, client, connectTls({ host, port: Number(port), ca, ALPNProtocols }))
    },
  )
  server.on("tlsClientError", () => undefined)
  const front = await open(server, sockets, options)
  return Object.assign(front, {
    /** For connections from now on. */
    use: (next: Certificate) => server.setSecureContext(next),
    /** Connections that were let in so far. */
    opened: () => opened,
  })
}
