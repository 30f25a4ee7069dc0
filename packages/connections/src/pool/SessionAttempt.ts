/**
 * One connection attempt to one address: TCP, TLS, ALPN and, for h2, the server's SETTINGS, within one deadline.
 *
 * It settles once, unless it is abandoned before. `progressAt` distinguishes an attempt that advances from one that
 * hangs.
 */
import type { LookupAddress } from "node:dns"
import type { TLSSocket } from "node:tls"
import type { PooledSession } from "./PooledSession.ts"
import { connectError, TransportError } from "./TransportError.ts"
import type { TlsConnector } from "./TlsConnect.ts"

/** An h2 session that is ready, or a socket whose server speaks HTTP/1.1 only. */
export type Attained = PooledSession | TLSSocket

type Stage = "TCP" | "TLS" | "SETTINGS"

export interface AttemptContext {
  readonly connector: TlsConnector
  readonly connectMs: number
  readonly makeSession: (socket: TLSSocket, hooks: AttemptHooks) => PooledSession
}

/** What the attempt must hear of its session before the pool knows it. */
export interface AttemptHooks {
  readonly onReady: () => void
  readonly onGone: () => void
}

export class SessionAttempt {
  readonly address: string
  progressAt = performance.now()
  readonly #context: AttemptContext
  readonly #socket: TLSSocket
  readonly #timer: NodeJS.Timeout
  readonly #onSettled: (result: Attained | TransportError) => void
  #stage: Stage = "TCP"
  #session: PooledSession | undefined
  #open = true

  constructor(
    context: AttemptContext,
    to: LookupAddress,
    onSettled: (result: Attained | TransportError) => void,
  ) {
    this.address = to.address
    this.#context = context
    this.#onSettled = onSettled
    const { host } = context.connector
    this.#socket = context.connector.open(to)
    this.#timer = setTimeout(() => {
      this.#fail(new TransportError("connect-timeout", this.missing()))
    }, context.connectMs)
    this.#socket.once("connect", () => this.#advance("TLS"))
    this.#socket.once("secureConnect", () => this.#secured())
    this.#socket.on("error", (cause) => this.#fail(connectError(host, cause)))
    this.#socket.once("close", () => {
      this.#fail(new TransportError("connect-failed", `${host} closed before its ${this.#stage}`))
    })
  }

  /** What has not come yet, for an error. */
  missing(): string {
    const { connector, connectMs } = this.#context
    return `${connector.host} (${this.address}) gave no ${this.#stage} in ${connectMs} ms`
  }

  giveUp(): void {
    if (!this.#open) return
    this.#close()
    this.#discard()
  }

  #secured(): void {
    if (!this.#open) return
    if (this.#socket.alpnProtocol !== "h2") {
      this.#close()
      this.#onSettled(this.#socket)
      return
    }
    this.#advance("SETTINGS")
    const { host } = this.#context.connector
    const session = this.#context.makeSession(this.#socket, {
      onReady: () => {
        if (!this.#open) return
        this.#close()
        this.#onSettled(session)
      },
      onGone: () => {
        this.#fail(new TransportError("connect-failed", `${host} ended the session at its start`))
      },
    })
    this.#session = session
  }

  #advance(stage: Stage): void {
    this.#stage = stage
    this.progressAt = performance.now()
  }

  #fail(error: TransportError): void {
    if (!this.#open) return
    this.#close()
    this.#discard()
    this.#onSettled(error)
  }

  #close(): void {
    this.#open = false
    clearTimeout(this.#timer)
  }

  #discard(): void {
    if (this.#session === undefined) this.#socket.destroy()
    else this.#session.destroy("destroyed")
  }
}
