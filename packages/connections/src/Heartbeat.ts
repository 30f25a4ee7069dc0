/**
 * Notices a silent connection: PING on an interval while idle, and soon after a session has gone quiet
 * while a request is open. A missed ACK calls `onDead` once.
 *
 * Timers never hold the process. A blocked event loop is not taken for a dead peer: the ACK may be
 * waiting to be read, so the verdict falls only after one more poll of the sockets.
 */
import { type ClientHttp2Session } from "node:http2"
import { type PoolSettings } from "./PoolOptions.ts"

export class Heartbeat {
  /** The last PING round trip in milliseconds. */
  rttMs: number | undefined
  readonly #session: ClientHttp2Session
  readonly #settings: PoolSettings
  readonly #busy: () => boolean
  readonly #onDead: () => void
  #timer: NodeJS.Timeout | undefined
  #ackTimer: NodeJS.Timeout | undefined
  #bytes = 0
  #heardAt = performance.now()
  #stopped = false

  constructor(
    session: ClientHttp2Session,
    settings: PoolSettings,
    busy: () => boolean,
    onDead: () => void,
  ) {
    this.#session = session
    this.#settings = settings
    this.#busy = busy
    this.#onDead = onDead
    this.#arm()
  }

  /** A request wants the session: check it now if it has been quiet, and watch it closely. */
  poke(): void {
    if (this.#stopped) return
    this.#listen()
    if (performance.now() - this.#heardAt >= this.#settings.quietMs) this.ping()
    this.#arm()
  }

  /** Sends one PING unless one is on its way. */
  ping(): void {
    if (this.#stopped || this.#ackTimer !== undefined || this.#session.destroyed) return
    this.#ackTimer = setTimeout(() => this.#overdue(), this.#settings.pingTimeoutMs)
    this.#ackTimer.unref()
    const accepted = this.#session.ping((error, durationMs) => {
      if (error !== null) return
      clearTimeout(this.#ackTimer)
      this.#ackTimer = undefined
      this.rttMs = durationMs
      this.#heardAt = performance.now()
    })
    if (!accepted) this.stop()
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
    const { pingIntervalMs, quietMs } = this.#settings
    const everyMs = this.#busy() ? Math.max(10, quietMs / 4) : pingIntervalMs
    this.#timer = setTimeout(() => this.#tick(), everyMs)
    this.#timer.unref()
  }

  #tick(): void {
    this.#listen()
    const { pingIntervalMs, quietMs } = this.#settings
    const quietFor = performance.now() - this.#heardAt
    // Timers may fire up to a millisecond early.
    if (quietFor + 1 >= (this.#busy() ? quietMs : pingIntervalMs)) this.ping()
    this.#arm()
  }

  #listen(): void {
    if (this.#session.destroyed) return
    const bytes = this.#session.socket.bytesRead
    if (bytes === this.#bytes) return
    this.#bytes = bytes
    this.#heardAt = performance.now()
  }

  #overdue(): void {
    const before = this.#session.destroyed ? 0 : this.#session.socket.bytesRead
    setImmediate(() => {
      setImmediate(() => {
        if (this.#stopped || this.#ackTimer === undefined) return
        this.#ackTimer = undefined
        // Bytes that came meanwhile prove life; the ACK stands behind them in the same order.
        if (!this.#session.destroyed && this.#session.socket.bytesRead !== before) {
          this.#listen()
          return
        }
        this.stop()
        this.#onDead()
      })
    })
  }
}
