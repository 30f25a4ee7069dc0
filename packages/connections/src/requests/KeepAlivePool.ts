/**
 * Sends requests with a complete body to one server over HTTP/1.1 keep-alive sockets, at a third of the processor
 * time of `node:http`: one write, one read, no streams.
 *
 * A socket carries one request at a time, the most recently used first; beyond `mostSockets` requests wait.
 * Cancelling a sent request closes its socket. A request is sent again, once and on a new socket, if a reused socket
 * failed before any byte of the response: servers close idle sockets while the next request is under way (RFC 9112,
 * 9.3.1). `close` ends all at once.
 */
import { connect as connectPlain, isIP, type LookupFunction, type Socket } from "node:net"
import { connect as connectTls } from "node:tls"
import { codeOf } from "./ConnectionError.ts"
import { type HttpReply, HttpReplyReader } from "./HttpReply.ts"

export interface WholeRequest {
  readonly method: "POST" | "HEAD"
  /** As it is sent. */
  readonly path: string
  /** With `host`; the length of the body is added. */
  readonly headers: Readonly<Record<string, string>>
  /** Empty for a `HEAD`. */
  readonly body: string
}

const mostSockets = 256
const connectMs = 1_000
/** Callers have shorter deadlines; this ends what nobody waits for. */
const answerMs = 10_000
/** A batch of items has 16 MB. */
const mostBytes = 32 * 1024 * 1024
const probeMs = 60_000

/** The name by which the SDK calls it. */
const timeoutError = (what: string, ms: number): Error =>
  Object.assign(new Error(`${what} took longer than ${ms} ms`), { name: "TimeoutError" })

const lostCodes = new Set(["ECONNRESET", "EPIPE"])

/** As Node says it of a socket that ended before an answer. */
const hungUp = (): Error => Object.assign(new Error("socket hang up"), { code: "ECONNRESET" })

interface Job {
  readonly text: string
  readonly reader: HttpReplyReader
  readonly onAnswer: (reply: HttpReply) => void
  readonly onFailure: (error: Error) => void
  timer: NodeJS.Timeout | undefined
  on: Kept | undefined
  /** Whether anything of its answer came. */
  isHeard: boolean
  isRepeated: boolean
}

interface Kept {
  readonly socket: Socket
  /** Whether it carried a request to its end. */
  isUsed: boolean
  job: Job | undefined
  /** On the clock of `performance.now`. */
  usableUntil: number
}

export class KeepAlivePool {
  readonly #url: URL
  readonly #lookup: LookupFunction
  readonly #all = new Set<Kept>()
  readonly #free: Array<Kept> = []
  readonly #waiting = new Set<Job>()
  #session: Buffer | undefined
  #isClosed = false

  /** Of `url` protocol, host and port count. */
  constructor(url: URL, lookup: LookupFunction) {
    this.#url = url
    this.#lookup = lookup
  }

  /**
   * Calls one of the two once, and not in this tick; fails with the socket's error, a `TimeoutError`, or an
   * answer that is malformed or too long. Returns how to leave, after which neither is called. Throws a
   * `TypeError` for a path or a header that cannot be sent.
   */
  send(request: WholeRequest, onAnswer: Job["onAnswer"], onFailure: Job["onFailure"]): () => void {
    const reader = new HttpReplyReader(request.method, mostBytes)
    const job: Job = {
      text: textOf(request),
      reader,
      onAnswer,
      onFailure,
      timer: undefined,
      on: undefined,
      isHeard: false,
      isRepeated: false,
    }
    job.timer = setTimeout(() => {
      this.#fail(job, timeoutError("the answer", answerMs))
    }, answerMs)
    const free = this.#usable()
    if (this.#isClosed) process.nextTick(() => this.#fail(job, hungUp()))
    else if (free !== undefined) this.#carry(free, job)
    else if (this.#all.size < mostSockets) this.#carry(this.#open(), job)
    else this.#waiting.add(job)
    return () => {
      if (this.#isOver(job)) return
      this.#leave(job)
    }
  }

  close(): void {
    this.#isClosed = true
    for (const job of this.#waiting) this.#fail(job, hungUp())
    for (const { socket } of this.#all) socket.destroy()
  }

  #isOver(job: Job): boolean {
    return job.timer === undefined
  }

  #usable(): Kept | undefined {
    const now = performance.now()
    for (;;) {
      const kept = this.#free.pop()
      if (kept === undefined) return undefined
      if (kept.usableUntil > now && kept.socket.writable) return kept
      kept.socket.destroy()
    }
  }

  #carry(kept: Kept, job: Job): void {
    kept.job = job
    job.on = kept
    kept.socket.ref()
    kept.socket.write(job.text)
  }

  #open(): Kept {
    const { hostname, port, protocol } = this.#url
    // A URL has IPv6 addresses in brackets, a socket takes them without.
    const host = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname
    const lookup = this.#lookup
    const isPlain = protocol === "http:"
    const socket = isPlain
      ? connectPlain({ host, port: Number(port || 80), lookup, noDelay: true })
      : connectTls({
          host,
          port: Number(port || 443),
          lookup,
          ALPNProtocols: ["http/1.1"],
          servername: isIP(host) === 0 ? host : "",
          ...(this.#session === undefined ? {} : { session: this.#session }),
        })
    const kept: Kept = { socket, isUsed: false, job: undefined, usableUntil: 0 }
    this.#all.add(kept)
    let failure: Error | undefined
    socket.setNoDelay(true)
    socket.setKeepAlive(true, probeMs)
    const connecting = setTimeout(() => {
      socket.destroy(timeoutError("the connection", connectMs))
    }, connectMs)
    socket.once(isPlain ? "connect" : "secureConnect", () => clearTimeout(connecting))
    if (!isPlain) {
      socket.on("session", (session: Buffer) => {
        this.#session = session
      })
    }
    socket.on("data", (chunk: Buffer) => this.#read(kept, chunk))
    socket.on("error", (error) => {
      failure = error
    })
    socket.once("close", () => {
      clearTimeout(connecting)
      this.#closed(kept, failure)
    })
    return kept
  }

  #read(kept: Kept, chunk: Buffer): void {
    const { job } = kept
    if (job === undefined) {
      // Said without being asked.
      kept.socket.destroy()
      return
    }
    job.isHeard = true
    let reply: HttpReply | undefined
    try {
      reply = job.reader.push(chunk)
    } catch (cause) {
      this.#fail(job, cause instanceof Error ? cause : new Error(String(cause)))
      return
    }
    if (reply === undefined) return
    this.#release(kept, reply.keptMs)
    this.#over(job)
    job.onAnswer(reply)
  }

  /** Before the answer is told: who asks at once for more needs no other socket. */
  #release(kept: Kept, keptMs: number): void {
    kept.job = undefined
    kept.isUsed = true
    if (keptMs <= 0 || this.#isClosed) {
      kept.socket.destroy()
      return
    }
    const [next] = this.#waiting
    if (next !== undefined) {
      this.#waiting.delete(next)
      this.#carry(kept, next)
      return
    }
    kept.usableUntil = performance.now() + keptMs
    kept.socket.unref()
    this.#free.push(kept)
  }

  #closed(kept: Kept, failure: Error | undefined): void {
    this.#all.delete(kept)
    const at = this.#free.indexOf(kept)
    if (at >= 0) this.#free.splice(at, 1)
    const { job } = kept
    if (job !== undefined && this.#isBridged(kept, job, failure)) {
      job.isRepeated = true
      this.#carry(this.#open(), job)
      return
    }
    if (job !== undefined && !this.#isOver(job)) {
      const reply = failure === undefined ? job.reader.end() : undefined
      kept.job = undefined
      this.#over(job)
      if (reply === undefined) job.onFailure(failure ?? hungUp())
      else job.onAnswer(reply)
    }
    const [next] = this.#waiting
    if (next === undefined || this.#isClosed) return
    this.#waiting.delete(next)
    this.#carry(this.#open(), next)
  }

  #isBridged(kept: Kept, job: Job, failure: Error | undefined): boolean {
    const isLost = failure === undefined || lostCodes.has(codeOf(failure) ?? "")
    const isAnew = kept.isUsed && !job.isHeard && !job.isRepeated
    return isLost && isAnew && !this.#isOver(job) && !this.#isClosed
  }

  #fail(job: Job, error: Error): void {
    if (this.#isOver(job)) return
    this.#leave(job)
    job.onFailure(error)
  }

  #leave(job: Job): void {
    this.#over(job)
    this.#waiting.delete(job)
    if (job.on === undefined) return
    job.on.job = undefined
    job.on.socket.destroy()
  }

  #over(job: Job): void {
    clearTimeout(job.timer)
    job.timer = undefined
  }
}

/** What is no visible letter could begin another line, or another request. */
const unsendable = /[^\t\x20-\x7e]/

const textOf = ({ body, headers, method, path }: WholeRequest): string => {
  let text = `${method} ${path} HTTP/1.1\r\n`
  let isSendable = !unsendable.test(path) && !path.includes(" ")
  for (const name of Object.keys(headers)) {
    const value = headers[name] ?? ""
    isSendable &&= !unsendable.test(value)
    text += `${name}: ${value}\r\n`
  }
  if (!isSendable) throw new TypeError("a path or a header holds what cannot be sent")
  const length = method === "POST" ? `content-length: ${Buffer.byteLength(body)}\r\n` : ""
  return `${text}${length}\r\n${body}`
}
