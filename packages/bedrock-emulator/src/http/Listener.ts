/**
 * Accepts TCP connections, speaks TLS with h2 or HTTP/1.1 by ALPN, and hands each request over as an `Exchange`.
 *
 * Connections and handshakes are counted where they happen, and faults of connections (refused, reset, silent) are
 * applied here.
 */
import { createSecureServer } from "node:http2"
import { createServer as createHttpsServer } from "node:https"
import { createServer, type AddressInfo, type Socket } from "node:net"
import { fateOfOpenConnections } from "../service/Faults.ts"
import type { ServiceContext } from "../service/Service.ts"
import type { ServerCertificate } from "../signing/Certificates.ts"
import { makeExchange, type Exchange, type Incoming, type Outgoing } from "./Exchange.ts"
import { makePeer, type Peer } from "./Peer.ts"

export type Protocol = "h2" | "http/1.1"

export interface ListenerOptions {
  readonly context: ServiceContext
  readonly certificate: ServerCertificate
  readonly host: string
  readonly port: number
  readonly maxConcurrentStreams: number
  readonly protocols: ReadonlyArray<Protocol>
  /** Never rejects; answers or leaves the exchange. */
  readonly handle: (exchange: Exchange) => Promise<void>
}

export interface Listener {
  readonly port: number
  readonly close: () => Promise<void>
}

/** Above Node's default, because a chat service cancels many streams without meaning an attack. */
const streamResets = { streamResetBurst: 20_000, streamResetRate: 5_000 }
const handshakeTimeout = 10_000
/** ALB and most proxies keep idle connections for 60 s. */
const keepAliveTimeout = 65_000

/** Resolves once it listens; rejects with the system's error (`EADDRINUSE`, …). */
export const listen = async (options: ListenerOptions): Promise<Listener> => {
  const { context } = options
  const { counters } = context
  const peers = new Map<string, Peer>()
  const running = new Set<Promise<void>>()
  let emptied: PromiseWithResolvers<void> | undefined

  const onRequest = (incoming: Incoming, outgoing: Outgoing): void => {
    const peer = peers.get(address(incoming.socket))
    if (peer === undefined) {
      outgoing.destroy()
      return
    }
    const work = options.handle(makeExchange({ incoming, outgoing, peer, counters }))
    running.add(work)
    void work.finally(() => running.delete(work))
  }

  const secure = makeSecureServer(options, onRequest)
  // The gauge stands before the first request: h2 announces its session, HTTP/1.1 needs nothing.
  secure.on("secureConnection", () => {
    counters.handshakes += 1
  })
  secure.on("session", (session) => {
    const peer = peers.get(address(session.socket))
    if (peer !== undefined) peer.session = session
    // A session's error ends its streams, which report it where someone waits.
    session.on("error", () => undefined)
  })
  secure.on("tlsClientError", () => undefined)
  secure.on("clientError", (_error: Error, socket: Socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n")
    else socket.destroy()
  })

  const accept = (socket: Socket): void => {
    const key = address(socket)
    const peer = makePeer(socket)
    counters.connections += 1
    counters.connectionsOpen += 1
    peers.set(key, peer)
    socket.setNoDelay(true)
    socket.on("error", () => undefined)
    socket.once("close", () => {
      counters.connectionsOpen -= 1
      if (peers.get(key) === peer) peers.delete(key)
      // A session does not see the end of a socket that was silenced; its streams would stay open.
      peer.session?.destroy()
      if (peers.size === 0) emptied?.resolve()
    })
    const fault = context.fault()
    if (fault?.kind === "refuse") peer.reset()
    else {
      secure.emit("connection", socket)
      if (fault?.kind === "black-hole") peer.silence()
    }
  }

  context.onFaultsChanged((active) => {
    const fate = fateOfOpenConnections(active, context.name)
    for (const peer of peers.values()) {
      if (fate === "reset") peer.reset()
      else if (fate === "silence") peer.silence()
      else if (fate === "heal") peer.heal()
    }
  })

  const server = createServer({ noDelay: true }, accept)
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(options.port, options.host, () => {
      server.removeListener("error", reject)
      resolve()
    })
  })
  return {
    port: (server.address() as AddressInfo).port, // A TCP server's address is never a pipe's name.
    close: async () => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
      emptied = Promise.withResolvers()
      if (peers.size === 0) emptied.resolve()
      for (const peer of peers.values()) peer.destroy()
      await Promise.all([closed, emptied.promise])
      await Promise.allSettled(running)
      secure.close()
    },
  }
}

const address = (socket: Pick<Socket, "remoteAddress" | "remotePort">): string =>
  `${socket.remoteAddress ?? ""} ${socket.remotePort ?? 0}`

const makeSecureServer = (
  options: ListenerOptions,
  onRequest: (incoming: Incoming, outgoing: Outgoing) => void,
) => {
  const { key, certificate } = options.certificate
  const offersH1 = options.protocols.includes("http/1.1")
  const shared = { key, cert: certificate, handshakeTimeout }
  if (!options.protocols.includes("h2")) {
    return createHttpsServer(
      { ...shared, ALPNProtocols: ["http/1.1"], keepAliveTimeout },
      onRequest,
    )
  }
  return createSecureServer(
    {
      ...shared,
      ...streamResets,
      allowHTTP1: offersH1,
      http1Options: { keepAliveTimeout },
      maxSessionMemory: 64,
      settings: { maxConcurrentStreams: options.maxConcurrentStreams },
    },
    onRequest,
  )
}
