/**
 * The HTTP/2 sessions of one origin: least-loaded choice, growth before the limit is reached, a bounded and timed
 * queue, and replacement of lost, draining and old sessions.
 *
 * A burst on a cold pool shares the connections being opened. An origin without h2 is served over HTTP/1.1 until one
 * of its connections yields h2. Nothing here retries a request.
 */
import type { TLSSocket } from "node:tls"
import { AddressBook } from "../dns/AddressBook.ts"
import { ConnectBackOff } from "./ConnectBackOff.ts"
import { Http1Sockets } from "./Http1Sockets.ts"
import type { SessionEnd } from "./PoolEvent.ts"
import type { PoolMonitor } from "./PoolMonitor.ts"
import type { PoolSettings } from "./PoolOptions.ts"
import { PooledSession, type SessionEvents } from "./PooledSession.ts"
import type { Attained, AttemptHooks } from "./SessionAttempt.ts"
import { SessionRace } from "./SessionRace.ts"
import { SessionSet } from "./SessionSet.ts"
import { sessionsWanted } from "./SessionsWanted.ts"
import { TlsConnector } from "./TlsConnect.ts"
import { TransportError } from "./TransportError.ts"
import { type WaitLimit, WaitQueue } from "./WaitQueue.ts"

export type Lease = PooledSession | "http/1.1"

export class OriginPool {
  readonly http1: Http1Sockets
  readonly #origin: URL
  readonly #settings: PoolSettings
  readonly #monitor: PoolMonitor
  readonly #connector: TlsConnector
  readonly #book = new AddressBook()
  readonly #backOff = new ConnectBackOff()
  readonly #sessions = new SessionSet()
  readonly #races = new Set<SessionRace>()
  readonly #waiting: WaitQueue<Lease>
  readonly #observers = new Set<() => void>()
  #floor = 0
  #expectedLimit: number
  #sweep: NodeJS.Timeout | undefined
  #later: NodeJS.Timeout | undefined
  #lost = 0
  #knownDark = true
  #destroyed = false

  constructor(origin: URL, settings: PoolSettings, monitor: PoolMonitor) {
    this.#origin = origin
    this.#settings = settings
    this.#monitor = monitor
    this.#connector = new TlsConnector(origin, settings, monitor)
    this.http1 = new Http1Sockets(this.#connector)
    this.#expectedLimit = settings.maxStreamsPerSession
    this.#waiting = new WaitQueue(origin, settings.maxWaiting, monitor)
  }

  get sessions(): ReadonlyArray<PooledSession> {
    return this.#sessions.usable
  }

  get streams(): number {
    return this.#sessions.streams
  }

  get queued(): number {
    return this.#waiting.size
  }

  get connecting(): number {
    return this.#races.size
  }

  /**
   * A place on a session, already reserved; at once when there is room. One that was moved here has
   * less time for a connection, because a replacement has been under way since the suspicion.
   */
  acquire(signal: AbortSignal | undefined, moved = false): Lease | Promise<Lease> {
    if (this.#destroyed) return Promise.reject(destroyed())
    if (this.http1.inUse) return "http/1.1"
    const session = this.#waiting.size === 0 ? this.#sessions.leastLoaded() : undefined
    if (session !== undefined) {
      session.reserve()
      this.#grow()
      return session
    }
    const dark = this.#sessions.dark
    const refusal = dark ? this.#backOff.refusal(performance.now()) : undefined
    if (refusal !== undefined) return Promise.reject(refusal)
    const { connectMs } = this.#settings
    const limit = dark ? this.#connection(moved ? connectMs / 2 : connectMs) : this.#stream()
    const lease = this.#waiting.wait(signal, limit)
    this.#grow()
    if (dark) for (const race of this.#races) race.poke()
    return lease
  }

  /** Keeps at least `count` sessions from now on. */
  keep(count: number): void {
    this.#floor = Math.min(count, this.#settings.maxSessions)
    this.#grow()
  }

  /** Calls back when sessions or connections came or went; returns how to stop that. */
  observe(observer: () => void): () => void {
    this.#observers.add(observer)
    return () => void this.#observers.delete(observer)
  }

  /** Ends everything at once; waiting and running requests fail. */
  destroy(): void {
    this.#destroyed = true
    clearInterval(this.#sweep)
    clearTimeout(this.#later)
    for (const race of this.#races) race.giveUp()
    this.#races.clear()
    this.http1.destroy()
    this.#waiting.failAll(destroyed())
    this.#sessions.destroy()
  }

  #connection(ms: number): WaitLimit {
    const missing = () => [...this.#races][0]?.missing() ?? `no connection to ${this.#origin.host}`
    return { ms, error: () => new TransportError("connect-timeout", missing()) }
  }

  #stream(): WaitLimit {
    const { waitMs: ms } = this.#settings
    const detail = `no stream to ${this.#origin.host} was free for ${ms} ms`
    return { ms, error: () => new TransportError("queue-timeout", detail) }
  }

  /** Opens what streams, waiting requests or the floor ask for, within the ceiling. */
  #grow(): void {
    if (this.#destroyed || this.http1.inUse) return
    const { usable, live, load, shut } = this.#sessions.tally()
    const wanted = sessionsWanted({
      load: this.#waiting.size + load,
      limit: this.#expectedLimit,
      // A failing origin is not asked again and again for the sake of the floor alone.
      floor: this.#backOff.failing ? 0 : this.#floor - shut,
      replacing: live + shut < usable,
    })
    const { maxSessions } = this.#settings
    const mayYield = shut >= maxSessions && this.#waiting.size > 0
    const useless = mayYield ? this.#sessions.idleShut() : undefined
    const places = useless === undefined ? maxSessions - shut : 1
    const missing = Math.min(wanted, places) - live - this.#races.size
    if (missing <= 0) return
    const calmMs = this.#backOff.calmMs(performance.now())
    if (calmMs > 0) return this.#growLater(calmMs)
    useless?.drain("idle")
    for (let i = 0; i < missing; i++) this.#open()
  }

  #growLater(afterMs: number): void {
    if (this.#later !== undefined) return
    this.#later = setTimeout(() => {
      this.#later = undefined
      this.#grow()
      if (this.#races.size === 0 && this.sessions.length < this.#floor && !this.http1.inUse) {
        this.#open()
      }
    }, afterMs)
    this.#later.unref()
  }

  #open(): void {
    const race: SessionRace = new SessionRace(
      {
        connector: this.#connector,
        connectMs: this.#settings.connectMs,
        makeSession: (socket, hooks) => this.#session(socket, hooks),
        origin: this.#origin.origin,
        book: this.#book,
        monitor: this.#monitor,
        loadOf: (address) =>
          [...this.#races].reduce(
            (sum, each) => sum + each.on(address),
            this.#sessions.countOn(address),
          ),
      },
      (result) => this.#settled(race, result),
    )
    this.#races.add(race)
  }

  #session(socket: TLSSocket, hooks: AttemptHooks): PooledSession {
    const factor = this.#backOff.pingFactor
    const times = { ...this.#settings, quietMs: this.#settings.quietMs * factor }
    const events: SessionEvents = {
      onSettings: (session) => {
        if (session.limit > 0) this.#expectedLimit = session.limit
        else if (!this.#sessions.has(session)) this.#backOff.calm(false, performance.now())
        hooks.onReady()
        this.#pump()
      },
      onRoom: () => this.#pump(),
      onGoaway: (_, code, detail) => {
        this.#backOff.goaway(code, detail, performance.now())
        this.#lost++
        this.#reconsider()
      },
      onDoubt: () => this.#reconsider(),
      onRoundTrip: () => this.#changed(),
      onGone: (session, reason) => {
        hooks.onGone()
        if (this.#sessions.delete(session)) this.#ended(session, reason)
      },
    }
    return new PooledSession(this.#origin, socket, this.#settings, times, this.#monitor, events)
  }

  #settled(race: SessionRace, result: Attained | TransportError): void {
    this.#races.delete(race)
    if (result instanceof TransportError) this.#failed(result)
    else if (result instanceof PooledSession) this.#opened(result)
    else this.#useHttp1(result)
    this.#changed()
  }

  #opened(session: PooledSession): void {
    this.#backOff.worked()
    this.#sessions.add(session)
    const old = this.sessions.find((each) => each.tooOld)
    const replacement = this.#lost > 0 || old !== undefined
    if (this.#lost > 0) this.#lost--
    const { id, address, limit: streamLimit } = session
    const about = { origin: this.#origin.origin, session: id, address, streamLimit, replacement }
    this.#monitor.emit({ type: "session-opened", ...about })
    old?.drain("aged")
    this.#reconsider()
    this.#watch()
  }

  #ended({ id, streams }: PooledSession, reason: SessionEnd): void {
    const about = { origin: this.#origin.origin, session: id, reason, streams }
    this.#monitor.emit({ type: "session-closed", ...about })
    if (reason === "lost" || reason === "evicted") this.#lost++
    this.#reconsider()
    this.#changed()
  }

  /** A session is suspect, or is not any more, or went: it may be something else that is waited for. */
  #reconsider(): void {
    const dark = this.#sessions.dark
    if (dark !== this.#knownDark) {
      this.#knownDark = dark
      if (dark) this.#waiting.limitAll(this.#connection(this.#settings.connectMs), "now")
      else this.#waiting.limitAll(this.#stream(), "start")
    }
    this.#pump()
  }

  #failed(error: TransportError): void {
    if (this.#destroyed) return
    this.#backOff.failed(error, performance.now())
    // Who waits for this very connection learns why it failed; others still have their chance.
    if (this.#races.size === 0 && this.#sessions.dark) this.#waiting.failAll(error)
    if (this.#floor > 0 || this.#waiting.size > 0) this.#growLater(this.#backOff.refillMs())
  }

  #useHttp1(socket: TLSSocket): void {
    this.#backOff.worked()
    this.http1.use(socket)
    for (const race of this.#races) race.giveUp()
    this.#races.clear()
    this.#waiting.giveAll(() => "http/1.1")
  }

  #pump(): void {
    if (this.#destroyed) return
    while (this.#waiting.size > 0) {
      const session = this.#sessions.leastLoaded()
      if (session === undefined) break
      session.reserve()
      this.#waiting.give(session)
    }
    this.#grow()
  }

  #changed(): void {
    for (const observer of this.#observers) observer()
  }

  /** Once in a while: replaces old sessions, closes idle ones beyond the floor. */
  #watch(): void {
    if (this.#sweep !== undefined) return
    const { sessionAgeMs, sessionIdleMs } = this.#settings
    const everyMs = Math.max(20, Math.min(5_000, sessionAgeMs / 10, sessionIdleMs / 4))
    this.#sweep = setInterval(() => {
      this.#sessions.drainIdle(sessionIdleMs, this.#floor)
      this.#pump()
      if (this.#sessions.size > 0 || this.#races.size > 0) return
      clearInterval(this.#sweep)
      this.#sweep = undefined
    }, everyMs)
    this.#sweep.unref()
  }
}

const destroyed = () => new TransportError("destroyed", "the handler was destroyed")
