/**
 * One HTTP/2 session of a pool: its stream limit and load, whether it is alive, and when to replace it.
 *
 * It is `ready` only after the server's SETTINGS, so that no stream queues behind an unknown limit. `onGone` is
 * called once, for whatever reason it ended.
 */
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type OutgoingHttpHeaders,
} from "node:http2"
import type { TLSSocket } from "node:tls"
import { Heartbeat, type HeartbeatTimes } from "./Heartbeat.ts"
import type { SessionEnd } from "./PoolEvent.ts"
import type { PoolMonitor } from "./PoolMonitor.ts"
import type { PoolSettings } from "./PoolOptions.ts"
import { TransportError } from "./TransportError.ts"

export interface SessionEvents {
  /** SETTINGS came, first or again. */
  readonly onSettings: (session: PooledSession) => void
  /** A stream ended: there may be room. */
  readonly onRoom: (session: PooledSession) => void
  /** Once, however often the server says it. */
  readonly onGoaway: (session: PooledSession, code: number, detail: string) => void
  /** A suspicion began or ended. */
  readonly onDoubt: (session: PooledSession) => void
  /** A PING was acknowledged. */
  readonly onRoundTrip: (session: PooledSession) => void
  readonly onGone: (session: PooledSession, reason: SessionEnd) => void
}

/** One stream may take 256 KiB before its reader consumed any of it. */
const streamWindow = 256 * 1024
/** What may be on its way to us for all streams together; Node returns this window as bytes arrive. */
const sessionWindow = 4 * 1024 * 1024

export class PooledSession {
  streams = 0
  /** Takes no new requests; the open ones may finish. */
  draining = false
  idleSince = performance.now()
  readonly id: number
  readonly address: string
  readonly #openedAt = performance.now()
  readonly #maxAgeMs: number
  readonly #origin: URL
  readonly #session: ClientHttp2Session
  readonly #settings: PoolSettings
  readonly #events: SessionEvents
  readonly #heartbeat: Heartbeat
  #remoteLimit: number | undefined
  #end: SessionEnd = "lost"
  #gone = false

  constructor(
    origin: URL,
    socket: TLSSocket,
    settings: PoolSettings,
    times: HeartbeatTimes,
    monitor: PoolMonitor,
    events: SessionEvents,
  ) {
    this.id = monitor.nextSession()
    this.address = socket.remoteAddress ?? ""
    this.#origin = origin
    this.#settings = settings
    this.#events = events
    this.#maxAgeMs = settings.sessionAgeMs * (0.8 + Math.random() * 0.4)
    this.#session = connect(origin.origin, {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: streamWindow },
      // Node's 10 MB would end a session that carries many long prompts at once.
      maxSessionMemory: 64,
    })
    const session = this.#session
    session.unref()
    session.once("connect", () => session.setLocalWindowSize(sessionWindow))
    session.on("remoteSettings", (remote) => {
      this.#remoteLimit = remote.maxConcurrentStreams ?? Number.POSITIVE_INFINITY
      events.onSettings(this)
    })
    session.on("goaway", (code, lastStream, data) => {
      this.#end = "goaway"
      if (this.draining) return
      this.draining = true
      const about = { origin: origin.origin, session: this.id }
      monitor.emit({ type: "goaway", ...about, code, lastStream })
      events.onGoaway(this, code, data?.toString("utf8", 0, 256) ?? "")
    })
    // The close event follows, and each stream gets the error itself.
    session.on("error", () => {})
    session.once("close", () => this.#over())
    this.#heartbeat = new Heartbeat(session, socket, times, {
      isBusy: () => this.streams > 0,
      onRoundTrip: (roundTripMs) => {
        monitor.emit({ type: "ping", origin: origin.origin, session: this.id, roundTripMs })
        events.onRoundTrip(this)
      },
      onSuspect: () => {
        monitor.emit({ type: "suspected", origin: origin.origin, session: this.id })
        events.onDoubt(this)
      },
      onAlive: () => events.onDoubt(this),
      onDead: () => this.destroy("evicted"),
    })
  }

  get ready(): boolean {
    return this.#remoteLimit !== undefined && !this.gone
  }

  get gone(): boolean {
    return this.#gone || this.#session.destroyed
  }

  get usable(): boolean {
    return this.ready && !this.draining && !this.#session.closed
  }

  /** A PING is overdue: alive or not, no request should be given to it now. */
  get suspect(): boolean {
    return this.#heartbeat.suspect
  }

  get limit(): number {
    return Math.min(this.#settings.maxStreamsPerSession, this.#remoteLimit ?? 0)
  }

  get room(): number {
    return this.usable && !this.suspect ? Math.max(0, this.limit - this.streams) : 0
  }

  get rttMs(): number | undefined {
    return this.#heartbeat.rttMs
  }

  get tooOld(): boolean {
    return performance.now() - this.#openedAt >= this.#maxAgeMs
  }

  /** Takes one stream's place; the place is free again when `release` was called. */
  reserve(): void {
    this.streams++
    if (this.streams === 1) this.#session.ref()
    this.#heartbeat.poke()
  }

  release(): void {
    this.streams--
    if (this.streams === 0) {
      this.idleSince = performance.now()
      if (!this.gone) this.#session.unref()
      if (this.draining) this.#session.close()
    }
    this.#events.onRoom(this)
  }

  /** Opens a stream on a place that was reserved before; throws when the session has just ended. */
  request(headers: OutgoingHttpHeaders): ClientHttp2Stream {
    return this.#session.request(headers, { endStream: false })
  }

  ping(): void {
    this.#heartbeat.ping()
  }

  /** Lets the open streams finish, then closes. */
  drain(reason: "aged" | "idle"): void {
    this.#end = reason
    this.draining = true
    if (this.streams === 0) this.#session.close()
  }

  /** Ends the session and every stream on it at once. */
  destroy(reason: "evicted" | "destroyed"): void {
    this.draining = true
    this.#end = reason
    // Without an error Node still sends what was cancelled; a dead peer gets nothing anyway.
    if (reason === "destroyed") this.#session.destroy()
    else {
      const detail = `${this.#origin.host} left a PING unanswered for ${this.#settings.pingTimeoutMs} ms`
      this.#session.destroy(new TransportError("session-lost", detail))
    }
    this.#over()
  }

  #over(): void {
    if (this.#gone) return
    this.#gone = true
    this.#heartbeat.stop()
    this.#events.onGone(this, this.#end)
  }
}
