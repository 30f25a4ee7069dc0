/**
 * Events of the pool's connections, as one closed union.
 *
 * All counters of `stats()` but `http1Requests` are made from the same events, so both always agree. Times are
 * milliseconds; `session` numbers the sessions of one handler from 1.
 */
import type { TransportReason } from "./TransportError.ts"

/** Why a session ended: `lost` is the connection's own end, `idle` and `aged` are the pool's choice. */
export type SessionEnd = "aged" | "idle" | "goaway" | "evicted" | "lost" | "destroyed"

export type PoolEvent =
  /** TLS stands; over HTTP/1.1 as well. */
  | {
      readonly type: "handshake"
      readonly origin: string
      readonly address: string
      readonly protocol: "h2" | "http/1.1"
      readonly resumed: boolean
      readonly durationMs: number
    }
  /** One address did not yield a session, or the name no address. */
  | {
      readonly type: "connect-failed"
      readonly origin: string
      readonly address: string | undefined
      readonly reason: TransportReason
    }
  /** The server's SETTINGS came. `replacement`: an earlier session was lost, drained or grew old. */
  | {
      readonly type: "session-opened"
      readonly origin: string
      readonly session: number
      readonly address: string
      readonly streamLimit: number
      readonly replacement: boolean
    }
  /** `streams` were still open, and failed or moved. */
  | {
      readonly type: "session-closed"
      readonly origin: string
      readonly session: number
      readonly reason: SessionEnd
      readonly streams: number
    }
  | {
      readonly type: "goaway"
      readonly origin: string
      readonly session: number
      readonly code: number
      readonly lastStream: number
    }
  | {
      readonly type: "ping"
      readonly origin: string
      readonly session: number
      readonly roundTripMs: number
    }
  /** Half the time for a PING's ACK is over: new requests avoid the session, a replacement opens. */
  | { readonly type: "suspected"; readonly origin: string; readonly session: number }
  /** A request left a failed connection for another one. */
  | { readonly type: "moved"; readonly origin: string }
  /** A request stopped waiting for a stream: it has one, or failed or was aborted. */
  | {
      readonly type: "waited"
      readonly origin: string
      readonly waitedMs: number
      readonly served: boolean
    }

export type PoolListener = (event: PoolEvent) => void
