/**
 * One TLS connection to an origin, with a single deadline over name resolution, TCP and TLS.
 *
 * Offers h2 and http/1.1 by ALPN; all addresses of the name are tried (Node's happy eyeballs). The last
 * TLS session of the origin is offered for resumption.
 */
import { isIP } from "node:net"
import { connect as tlsConnect, type TLSSocket } from "node:tls"
import { type PoolSettings } from "./PoolOptions.ts"
import { type PoolCounters } from "./PoolStats.ts"
import { TransportError } from "./TransportError.ts"

export interface TlsConnector {
  /** `onSettled` is called once; the returned function gives the attempt up. */
  readonly connect: (
    deadlineMs: number,
    onSettled: (result: TLSSocket | TransportError) => void,
  ) => () => void
}

export const tlsConnector = (
  origin: URL,
  settings: PoolSettings,
  counters: PoolCounters,
): TlsConnector => {
  const host = origin.hostname.replace(/^\[|\]$/g, "")
  let ticket: Buffer | undefined
  return {
    connect: (deadlineMs, onSettled) => {
      let open = true
      const socket = tlsConnect({
        host,
        port: origin.port === "" ? 443 : Number(origin.port),
        ALPNProtocols: ["h2", "http/1.1"],
        lookup: settings.lookup,
        ...(isIP(host) === 0 ? { servername: host } : {}),
        ...(settings.ca === undefined ? {} : { ca: settings.ca }),
        ...(ticket === undefined ? {} : { session: ticket }),
      })
      const settle = (result: TLSSocket | TransportError) => {
        if (!open) return
        open = false
        clearTimeout(timer)
        if (result instanceof TransportError) {
          counters.connectFailures++
          socket.destroy()
        }
        onSettled(result)
      }
      const timer = setTimeout(() => {
        const detail = `${origin.host} did not finish the TLS handshake in ${deadlineMs} ms`
        settle(new TransportError("connect-timeout", detail))
      }, deadlineMs)
      socket.setNoDelay(true)
      socket.setKeepAlive(true, 60_000)
      socket.on("session", (session) => {
        ticket = session
      })
      socket.on("error", (cause) => {
        ticket = undefined
        settle(new TransportError("connect-failed", `${origin.host}: ${cause.message}`, cause))
      })
      socket.once("close", () => {
        settle(new TransportError("connect-failed", `${origin.host} closed during the handshake`))
      })
      socket.once("secureConnect", () => {
        counters.handshakes++
        if (socket.isSessionReused()) counters.resumed++
        settle(socket)
      })
      return () => {
        open = false
        clearTimeout(timer)
        socket.destroy()
      }
    },
  }
}
