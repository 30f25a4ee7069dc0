/**
 * The sessions of one origin: least-loaded choice, growth before the limit is reached, a bounded and
 * timed queue when every session is full, replacement of what was lost, drained or grew old.
 *
 * A burst on a cold pool shares the connections under way. Where ALPN yields no h2 the origin is served
 * over HTTP/1.1 for a while. Nothing here retries a request: see `PooledHttp2Handler.ts`.
 */
import { type TLSSocket } from "node:tls"
import { type PoolSettings } from "./PoolOptions.ts"
import { PooledSession } from "./PooledSession.ts"
import { type PoolCounters } from "./PoolStats.ts"
import { type TlsConnector, tlsConnector } from "./TlsConnect.ts"
import { TransportError } from "./TransportError.ts"
import { WaitQueue } from "./WaitQueue.ts"

export type Lease = PooledSession | "http/1.1"

export class OriginPool {
  readonly #origin: URL
  readonly #settings: PoolSettings
  readonly #counters: PoolCounters
  readonly #connector: TlsConnector
  readonly #sessions = new Set<PooledSession>()
  readonly #connecting = new Set<() => void>()
  readonly #waiting: WaitQueue<Lease>
  #floor = 0
  #http1Until = 0
  #expectedLimit: number
  #sweep: NodeJS.Timeout | undefined
  #refill: NodeJS.Timeout | undefined
  #failuresInRow = 0
  #lost = 0
  #destroyed = false

  constructor(origin: URL, settings: PoolSettings, counters: PoolCounters) {
    this.#origin = origin
    this.#settings = settings
    this.#counters = counters
    this.#connector = tlsConnector(origin, settings, counters)
    this.#expectedLimit = settings.maxStreamsPerSession
    this.#waiting = new WaitQueue(settings, counters, origin.host)
  }

  get sessions(): ReadonlyArray<PooledSession> {
    return [...this.#sessions].filter((session) => session.usable)
  }

  get streams(): number {
    let streams = 0
    for (const session of this.#sessions) streams += session.streams
    return streams
  }

  get queued(): number {
    return this.#waiting.size
  }

  /** A place on a session, already reserved; at once when there is room. */
  acquire(signal: AbortSignal | undefined): Lease | Promise<Lease> {
    if (this.#destroyed) return Promise.reject(destroyed())
    if (performance.now() < this.#http1Until) return "http/1.1"
    const session = this.#waiting.size === 0 ? this.#leastLoaded() : undefined
    if (session === undefined) {
      const lease = this.#waiting.wait(signal)
      this.#grow()
      return lease
    }
    session.reserve()
    this.#grow()
    return session
  }

  /** Keeps at least `count` sessions from now on. */
  keep(count: number): void {
    this.#floor = Math.min(count, this.#settings.maxSessions)
    this.#grow()
  }

  /** Ends everything at once; waiting and running requests fail. */
  destroy(): void {
    this.#destroyed = true
    clearInterval(this.#sweep)
    clearTimeout(this.#refill)
    for (const giveUp of this.#connecting) giveUp()
    this.#connecting.clear()
    this.#waiting.failAll(destroyed())
    for (const session of this.#sessions) session.destroy()
  }

  #leastLoaded(): PooledSession | undefined {
    let best: PooledSession | undefined
    for (const session of this.#sessions) {
      if (session.room > 0 && (best === undefined || session.streams < best.streams)) best = session
    }
    return best
  }

  /** Opens what waiting requests, a nearly full pool or the floor ask for, within the ceiling. */
  #grow(): void {
    if (this.#destroyed || performance.now() < this.#http1Until) return
    const live = this.sessions
    const nearlyFull =
      live.length > 0 && live.every((session) => session.streams >= session.limit * 0.8)
    const forWaiting = Math.ceil(this.#waiting.size / Math.max(1, this.#expectedLimit))
    // A failing origin is not asked again and again for the sake of the floor alone.
    const forFloor = this.#failuresInRow === 0 ? this.#floor - live.length : 0
    const wanted = Math.max(forWaiting, forFloor, nearlyFull ? 1 : 0)
    while (
      this.#connecting.size < wanted &&
      live.length + this.#connecting.size < this.#settings.maxSessions
    ) {
      this.#open()
    }
  }

  #open(replaces?: PooledSession): void {
    const startedAt = performance.now()
    if (this.#lost > 0 || replaces !== undefined) this.#counters.reconnects++
    if (this.#lost > 0) this.#lost--
    let giveUpSocket: () => void = () => {}
    const giveUp = () => giveUpSocket()
    this.#connecting.add(giveUp)
    giveUpSocket = this.#connector.connect(this.#settings.connectMs, (result) => {
      if (result instanceof TransportError) this.#failed(giveUp, result)
      else if (result.alpnProtocol === "h2") {
        const leftMs = this.#settings.connectMs - (performance.now() - startedAt)
        giveUpSocket = this.#adopt(giveUp, result, leftMs, replaces)
      } else this.#useHttp1(giveUp, result)
    })
  }

  /** Waits for SETTINGS, then lets the session work. Returns how to give it up before that. */
  #adopt(
    attempt: () => void,
    socket: TLSSocket,
    leftMs: number,
    replaces: PooledSession | undefined,
  ): () => void {
    const session = new PooledSession(this.#origin, socket, this.#settings, {
      onSettings: () => {
        this.#expectedLimit = session.limit
        if (this.#connecting.delete(attempt)) {
          clearTimeout(timer)
          this.#failuresInRow = 0
          this.#sessions.add(session)
          this.#watch()
          replaces?.drain()
        }
        this.#pump()
      },
      onRoom: () => this.#pump(),
      onGoaway: () => {
        this.#counters.goaways++
        this.#lost++
        this.#grow()
      },
      onEvicted: () => this.#counters.evictions++,
      onGone: () => {
        clearTimeout(timer)
        const worked = this.#sessions.delete(session)
        if (worked && !session.draining) this.#lost++
        if (this.#connecting.has(attempt)) {
          const detail = `${this.#origin.host} ended the session before its SETTINGS`
          this.#counters.connectFailures++
          this.#failed(attempt, new TransportError("connect-failed", detail))
        } else this.#pump()
      },
    })
    const timer = setTimeout(
      () => {
        const detail = `${this.#origin.host} sent no SETTINGS in ${this.#settings.connectMs} ms`
        this.#counters.connectFailures++
        this.#failed(attempt, new TransportError("connect-timeout", detail))
        session.destroy()
      },
      Math.max(1, leftMs),
    )
    return () => {
      clearTimeout(timer)
      session.destroy()
    }
  }

  #failed(attempt: () => void, error: TransportError): void {
    if (!this.#connecting.delete(attempt) || this.#destroyed) return
    this.#failuresInRow++
    // Who waits for this very connection learns why it failed; others still have their chance.
    if (this.#connecting.size === 0 && this.sessions.length === 0) this.#waiting.failAll(error)
    this.#refillLater()
  }

  #useHttp1(attempt: () => void, socket: TLSSocket): void {
    socket.destroy()
    this.#connecting.delete(attempt)
    this.#http1Until = performance.now() + this.#settings.http1ForMs
    this.#waiting.giveAll(() => "http/1.1")
  }

  #pump(): void {
    if (this.#destroyed) return
    while (this.#waiting.size > 0) {
      const session = this.#leastLoaded()
      if (session === undefined) break
      session.reserve()
      this.#waiting.give(session)
    }
    this.#grow()
  }

  /** Restores the floor after failures, with growing pauses up to 10 s. */
  #refillLater(): void {
    if (this.#floor === 0 || this.#refill !== undefined) return
    const pauseMs = Math.min(10_000, 250 * 2 ** this.#failuresInRow) * (0.5 + Math.random() / 2)
    this.#refill = setTimeout(() => {
      this.#refill = undefined
      if (this.sessions.length + this.#connecting.size < this.#floor) this.#open()
    }, pauseMs)
    this.#refill.unref()
  }

  /** Once in a while: replaces old sessions, closes idle ones beyond the floor. */
  #watch(): void {
    if (this.#sweep !== undefined) return
    const { sessionAgeMs, sessionIdleMs } = this.#settings
    const everyMs = Math.max(20, Math.min(5_000, sessionAgeMs / 10, sessionIdleMs / 4))
    this.#sweep = setInterval(() => {
      let live = this.sessions.length
      for (const session of this.sessions) {
        const idleMs = session.streams === 0 ? performance.now() - session.idleSince : 0
        if (idleMs >= sessionIdleMs && live > this.#floor) {
          live--
          session.drain()
        } else if (session.tooOld && this.#connecting.size === 0) this.#open(session)
      }
      this.#pump()
      if (this.#sessions.size > 0 || this.#connecting.size > 0) return
      clearInterval(this.#sweep)
      this.#sweep = undefined
    }, everyMs)
    this.#sweep.unref()
  }
}

const destroyed = () => new TransportError("destroyed", "the handler was destroyed")
