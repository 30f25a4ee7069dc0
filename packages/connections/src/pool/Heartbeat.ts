/**
 * Detects a silent connection by PINGs: at an interval while idle, and soon after a session with an open or waiting
 * request has gone quiet.
 *
 * Without a byte for half of the time allowed for the ACK the session is `suspect`; after all of it `onDead` is
 * called once. Timers do not keep the process alive. Before the verdict the sockets are polled once more, because a
 * blocked event loop may not have read the ACK yet.
 */
import type { ClientHttp2Session } from "node:http2"
import type { Socket } from "node:net"

export interface HeartbeatTimes {
  readonly quietMs: number
  readonly pingTimeoutMs: number
  readonly pingIntervalMs: number
}

export interface HeartbeatEvents {
  readonly isBusy: () => boolean
  readonly onRoundTrip: (roundTripMs: number) => void
  readonly onSuspect: () => void
  /** The suspicion was wrong. */
  readonly onAlive: () => void
  readonly onDead: () => void
}

export class Heartbeat {
  /** The last PING round trip in milliseconds. */
  rttMs: number | undefined
  suspect = false
  readonly #session: ClientHttp2Session
  readonly #socket: Socket
  readonly #times: HeartbeatTimes
  readonly #events: HeartbeatEvents
  #timer: NodeJS.Timeout | undefined
  #ackTimer: NodeJS.Timeout | undefined
  #closeWatch = false
  #bytes = 0
  #heardAt = performance.now()
  #pingedAt = 0
  #stopped = false

  /** `socket` is the one below the session, whose own `socket` is a slow proxy of it. */
  constructor(
    session: ClientHttp2Session,
    socket: Socket,
    times: HeartbeatTimes,
    events: HeartbeatEvents,
  ) {
    this.#session = session
    this.#socket = socket
    this.#times = times
    this.#events = events
    this.#arm()
  }

  /** A request wants the session: check it now if it has been quiet, and watch it closely. */
  poke(): void {
    if (this.#stopped) return
    this.#listen()
    if (performance.now() - this.#heardAt >= this.#times.quietMs) this.ping()
    if (!this.#closeWatch) this.#arm()
  }

  /** Sends one PING unless one is on its way. */
  ping(): void {
    if (this.#stopped || this.#ackTimer !== undefined || this.#session.destroyed) return
    this.#pingedAt = performance.now()
    const halfMs = this.#times.pingTimeoutMs / 2
    this.#ackTimer = setTimeout(() => this.#overdue("half", halfMs), halfMs)
    this.#ackTimer.unref()
    // Refused when ten are unanswered already; bytes alone then prove life.
    this.#session.ping((error, durationMs) => {
      if (error !== null || this.#stopped) return
      clearTimeout(this.#ackTimer)
      this.#ackTimer = undefined
      this.rttMs = durationMs
      this.#heard()
      this.#events.onRoundTrip(durationMs)
    })
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    clearTimeout(this.#ackTimer)
    this.#ackTimer = undefined
  }

  #arm(): void {
    clearTimeout(this.#timer)
    if (this.#stopped) return
    const { pingIntervalMs, quietMs } = this.#times
    this.#closeWatch = this.#events.isBusy()
    const everyMs = this.#closeWatch ? Math.max(10, quietMs / 4) : pingIntervalMs
    this.#timer = setTimeout(() => this.#tick(), everyMs)
    this.#timer.unref()
  }

  #tick(): void {
    this.#listen()
    const { pingIntervalMs, quietMs } = this.#times
    const quietFor = performance.now() - this.#heardAt
    // Timers may fire up to a millisecond early.
    if (quietFor + 1 >= (this.#events.isBusy() ? quietMs : pingIntervalMs)) this.ping()
    this.#arm()
  }

  #listen(): void {
    const bytes = this.#socket.bytesRead
    if (bytes === this.#bytes || this.#session.destroyed) return
    this.#bytes = bytes
    this.#heard()
  }

  #heard(): void {
    this.#heardAt = performance.now()
    if (!this.suspect) return
    this.suspect = false
    this.#events.onAlive()
  }

  #overdue(stage: "half" | "whole", halfMs: number): void {
    setImmediate(() => {
      setImmediate(() => {
        if (this.#stopped || this.#ackTimer === undefined) return
        this.#listen()
        // Bytes that came meanwhile prove life; the ACK stands behind them in the same order.
        if (this.#heardAt > this.#pingedAt) this.#ackTimer = undefined
        else if (stage === "half") {
          this.suspect = true
          this.#ackTimer = setTimeout(() => this.#overdue("whole", halfMs), halfMs)
          this.#ackTimer.unref()
          this.#events.onSuspect()
        } else {
          this.stop()
          this.#events.onDead()
        }
      })
    })
  }
}
