/**
 * One HTTP/2 session of a pool: how many streams it may carry and carries, whether it is alive, when it
 * should make room for a younger one.
 *
 * A session is `ready` after the server's SETTINGS, so that no stream queues silently behind a limit
 * that is not known yet. `gone` is reported once, whatever ended it.
 */
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type OutgoingHttpHeaders,
} from "node:http2"
import { type TLSSocket } from "node:tls"
import { Heartbeat } from "./Heartbeat.ts"
import { type PoolSettings } from "./PoolOptions.ts"

export interface SessionEvents {
  /** SETTINGS came, first or again. */
  readonly onSettings: () => void
  /** A stream ended: there may be room. */
  readonly onRoom: () => void
  readonly onGoaway: () => void
  readonly onEvicted: () => void
  readonly onGone: () => void
}

/** One stream may take 256 KiB before its reader consumed any of it, all streams together 4 MiB. */
const streamWindow = 256 * 1024
const sessionWindow = 4 * 1024 * 1024

export class PooledSession {
  streams = 0
  /** Takes no new requests; the open ones may finish. */
  draining = false
  readonly openedAt = performance.now()
  readonly maxAgeMs: number
  idleSince = performance.now()
  readonly #session: ClientHttp2Session
  readonly #settings: PoolSettings
  readonly #events: SessionEvents
  readonly #heartbeat: Heartbeat
  #remoteLimit: number | undefined
  #gone = false

  constructor(origin: URL, socket: TLSSocket, settings: PoolSettings, events: SessionEvents) {
    this.#settings = settings
    this.#events = events
    this.maxAgeMs = settings.sessionAgeMs * (0.8 + Math.random() * 0.4)
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
      events.onSettings()
    })
    session.on("goaway", () => {
      this.draining = true
      events.onGoaway()
    })
    // The close event follows, and each stream gets the error itself.
    session.on("error", () => {})
    session.once("close", () => this.#end())
    this.#heartbeat = new Heartbeat(
      session,
      settings,
      () => this.streams > 0,
      () => {
        events.onEvicted()
        this.destroy()
      },
    )
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

  get limit(): number {
    return Math.min(this.#settings.maxStreamsPerSession, this.#remoteLimit ?? 0)
  }

  get room(): number {
    return this.usable ? Math.max(0, this.limit - this.streams) : 0
  }

  get rttMs(): number | undefined {
    return this.#heartbeat.rttMs
  }

  get tooOld(): boolean {
    return performance.now() - this.openedAt >= this.maxAgeMs
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
    this.#events.onRoom()
  }

  /** Opens a stream on a place that was reserved before; throws when the session has just ended. */
  request(headers: OutgoingHttpHeaders): ClientHttp2Stream {
    return this.#session.request(headers, { endStream: false })
  }

  ping(): void {
    this.#heartbeat.ping()
  }

  /** Lets the open streams finish, then closes. */
  drain(): void {
    this.draining = true
    if (this.streams === 0) this.#session.close()
  }

  /** Ends the session and every stream on it at once. */
  destroy(): void {
    this.draining = true
    this.#session.destroy()
    this.#end()
  }

  #end(): void {
    if (this.#gone) return
    this.#gone = true
    this.#heartbeat.stop()
    this.#events.onGone()
  }
}
