/**
 * Accepts TCP connections, speaks TLS with h2 or HTTP/1.1 by ALPN, and hands each request over as an `Exchange`.
 *
 * Handshakes are counted here, connections in `GatedServer.ts`, which also applies the faults of connections (refused,
 * reset, silent).
 */
import { createSecureServer } from "node:http2"
import { createServer as createHttpsServer } from "node:https"
import type { ServiceContext } from "../service/Service.ts"
import type { ServerCertificate } from "../signing/Certificates.ts"
import { makeExchange, type Exchange, type Incoming, type Outgoing } from "./Exchange.ts"
import { addressOf, startGatedServer } from "./GatedServer.ts"
import { refuseNonsense } from "./Listen.ts"
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

/** @throws PortUnavailable */
export const listen = async (options: ListenerOptions): Promise<Listener> => {
  const { context } = options
  const { counters } = context
  const peers = new Map<string, Peer>()
  const running = new Set<Promise<void>>()

  const onRequest = (incoming: Incoming, outgoing: Outgoing): void => {
    const peer = peers.get(addressOf(incoming.socket))
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
    const peer = peers.get(addressOf(session.socket))
    if (peer !== undefined) peer.session = session
    // A session's error ends its streams, which report it where someone waits.
    session.on("error", () => undefined)
  })
  secure.on("tlsClientError", () => undefined)
  secure.on("clientError", refuseNonsense)

  const gated = await startGatedServer(options, peers, makePeer, (socket) =>
    secure.emit("connection", socket),
  )
  return {
    port: gated.port,
    close: async () => {
      for (const peer of peers.values()) peer.destroy()
      await gated.close()
      await Promise.allSettled(running)
      secure.close()
    },
  }
}

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
