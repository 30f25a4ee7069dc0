/**
 * Sends requests with a complete body to one server over HTTP/1.1 keep-alive sockets (undici), and reads whole answers.
 *
 * A request that its caller left has a second more, for its socket to be kept; then the socket is closed. A server
 * that said nothing to anybody for the first quarter of a second may have lost all of its sockets: they are closed, and
 * the next requests use new ones.
 * A request is sent again, once, if a kept socket failed before any byte of the answer: servers close idle sockets while
 * the next request is under way (RFC 9112, 9.3.1). `close` ends all at once.
 */
import { Effect } from "effect"
import { type Dispatcher, errors, Pool } from "undici"
import { DnsCache } from "../dns/DnsCache.ts"
import { codeOf } from "./ConnectionError.ts"

export interface WholeRequest {
  readonly method: string
  /** As it is sent. */
  readonly path: string
  /** With `host`. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A header that came more than once is a list. */
type Headers = Readonly<Record<string, string | ReadonlyArray<string> | undefined>>

export interface WholeReply {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Milliseconds of Node's longest timer: a server that does not say when it hangs up is not left before. */
const forEverMs = 2 ** 31 - 1

/**
 * One socket serves one request at a time; further requests wait for the first that is free. As many carry 640 searches
 * of 50 ms a second, more than the turns of one core ask for; the warm-up opens all of them.
 */
export const mostSockets = 32

const settings = {
  connections: mostSockets,
  connectTimeout: 1_000,
  /** Callers have shorter deadlines; these end what nobody waits for. */
  headersTimeout: 10_000,
  bodyTimeout: 10_000,
  /** A batch of items has 16 MB. */
  maxResponseSize: 32 * 1024 * 1024,
  keepAliveTimeout: forEverMs,
  keepAliveMaxTimeout: forEverMs,
  /** A server that says after how long it hangs up is left a second before. */
  keepAliveTimeoutThreshold: 1_000,
} as const

const silentMs = 250
/** A slow server is not made slower by handshakes. Longer, those that are never answered would hold most sockets. */
const lingerMs = 1_000
const lateMs = 50

const lostCodes = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"])

const aborted = (): Error => new DOMException("the call was given up", "AbortError")

/** Whether a call ran into one of the times above. */
export const isLate = (cause: unknown): boolean =>
  cause instanceof errors.ConnectTimeoutError ||
  cause instanceof errors.HeadersTimeoutError ||
  cause instanceof errors.BodyTimeoutError

export class HttpTransport {
  readonly #url: URL
  readonly #dns: Pick<DnsCache, "doubt" | "lookup">
  #pool: Pool
  #openedAt = 0
  /** Sockets that were connected. */
  #connected = 0
  #heardAt = 0

  /** Of `url` protocol, host and port count. */
  constructor(url: URL, dns: Pick<DnsCache, "doubt" | "lookup">) {
    this.#url = url
    this.#dns = dns
    this.#pool = this.#open()
  }

  /** Rejects with an error of undici or of the socket, or with an `AbortError` when the signal aborts. */
  async send(request: WholeRequest, signal?: AbortSignal): Promise<WholeReply> {
    if (signal?.aborted === true) throw aborted()
    const first = this.#dispatch(request, signal)
    try {
      return await first.reply
    } catch (cause) {
      if (!first.isLostByChance(cause)) throw cause
      return this.#dispatch(request, signal).reply
    }
  }

  close(): Promise<void> {
    return this.#pool.destroy()
  }

  #open(): Pool {
    this.#openedAt = performance.now()
    const pool = new Pool(this.#url.origin, { ...settings, connect: { lookup: this.#dns.lookup } })
    pool.on("connect", () => {
      this.#connected += 1
    })
    pool.on("connectionError", () => this.#dns.doubt(this.#url.hostname))
    return pool
  }

  #dispatch({ headers, ...request }: WholeRequest, signal: AbortSignal | undefined): Exchange {
    const connectedBefore = this.#connected
    const sentAt = performance.now()
    const exchange = new Exchange(signal, {
      isKept: () => this.#connected === connectedBefore,
      onHeard: () => {
        this.#heardAt = performance.now()
      },
      isSilent: () => {
        if (this.#heardAt >= sentAt) return false
        if (this.#openedAt < sentAt) {
          // What is under way there ends by itself.
          void this.#pool.close()
          this.#pool = this.#open()
        }
        return true
      },
    })
    this.#pool.dispatch({ ...request, headers: { ...headers } }, exchange)
    return exchange
  }
}

/** Sockets to one server, closed with the scope. */
export const httpTransport = (url: URL) =>
  Effect.gen(function* () {
    const dns = yield* Effect.acquireRelease(
      Effect.sync(() => new DnsCache()),
      (cache) => Effect.sync(() => cache.close()),
    )
    return yield* Effect.acquireRelease(
      Effect.sync(() => new HttpTransport(url, dns)),
      (transport) => Effect.promise(() => transport.close()),
    )
  })

interface Watched {
  /** Whether no socket was connected meanwhile: the request goes over one that had been there. */
  readonly isKept: () => boolean
  readonly onHeard: () => void
  /** Asked a while after the caller left: whether the server has said nothing to anybody since it was sent. */
  readonly isSilent: () => boolean
}

/** One request on its way. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #signal: AbortSignal | undefined
  readonly #watched: Watched
  readonly #settled = Promise.withResolvers<WholeReply>()
  #controller: Dispatcher.DispatchController | undefined
  #isKept = false
  #isHeard = false
  #status = 0
  #headers: Headers = {}
  readonly #parts: Array<Buffer> = []
  #isOver = false
  readonly #onAbort = () => {
    this.#settled.reject(aborted())
    this.#linger()
  }

  constructor(signal: AbortSignal | undefined, watched: Watched) {
    this.#signal = signal
    this.#watched = watched
    signal?.addEventListener("abort", this.#onAbort, { once: true })
  }

  get reply(): Promise<WholeReply> {
    return this.#settled.promise
  }

  /** A kept socket that the server closed at the same moment: nothing was processed. */
  isLostByChance(cause: unknown): boolean {
    return this.#isKept && !this.#isHeard && lostCodes.has(codeOf(cause) ?? "")
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Thrown here, nothing is sent, and the socket that was connected for it stays for the next one.
    if (this.#signal?.aborted === true) throw aborted()
    this.#controller = controller
    this.#isKept = this.#watched.isKept()
  }

  onResponseStart(_: unknown, status: number, headers: Headers): void {
    this.#isHeard = true
    this.#watched.onHeard()
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#parts.push(chunk)
  }

  onResponseEnd(): void {
    this.#end()
    const [only = Buffer.alloc(0), ...others] = this.#parts
    const body = others.length === 0 ? only : Buffer.concat(this.#parts)
    const text = body.toString("utf8")
    this.#settled.resolve({ status: this.#status, headers: this.#headers, text })
  }

  onResponseError(_: unknown, cause: Error): void {
    this.#end()
    this.#settled.reject(cause)
  }

  #end(): void {
    this.#isOver = true
    this.#signal?.removeEventListener("abort", this.#onAbort)
  }

  #linger(): void {
    this.#after(silentMs, () => {
      if (this.#watched.isSilent()) this.#leave()
      else this.#after(lingerMs - silentMs, () => this.#leave())
    })
  }

  /** Unless it has ended by then. */
  #after(ms: number, act: () => void): void {
    const due = performance.now() + ms
    const onDue = () => {
      if (this.#isOver) return
      // A process that was late itself has not listened for all that time.
      if (performance.now() > due + lateMs) this.#after(silentMs, act)
      else act()
    }
    // An answer that waits to be read is read first.
    setTimeout(() => setImmediate(onDue), ms).unref()
  }

  #leave(): void {
    this.#controller?.abort(aborted())
  }
}
