/**
 * Incremental parser of one HTTP/1.1 response: bytes of its connection in, the whole response out. It does no I/O.
 *
 * It is strict where an error would mix two responses: a length that is no number, an unknown transfer coding, or a
 * line that is no header is malformed. Header names are lower-cased.
 */
export interface HttpReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** Milliseconds for which the connection may be used again; 0: not at all. */
  readonly keptMs: number
}

class HttpMalformed extends Error {
  override readonly name = "HttpMalformed"
}

const mostHeadBytes = 64 * 1024
const headEnd = Buffer.from("\r\n\r\n")
const lineEnd = Buffer.from("\r\n")
const empty = Buffer.alloc(0)
/** A server that says after how long it hangs up is left a second before. */
const beforeHangUpMs = 1_000

interface Head {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly keptMs: number
}

export class HttpReplyReader {
  readonly #bodiless: boolean
  readonly #mostBytes: number
  #rest: Buffer = empty
  #head: Head | undefined
  /** Bytes of the body that are still to come, or how its end is told. */
  #left: number | "chunked" | "close" = 0
  #inTrailers = false
  readonly #parts: Array<Buffer> = []
  #bytes = 0

  /** `mostBytes`: of the body. */
  constructor(method: "POST" | "HEAD", mostBytes: number) {
    this.#bodiless = method === "HEAD"
    this.#mostBytes = mostBytes
  }

  /** The reply once it is whole, after which there must be no more. Throws `HttpMalformed` or a `RangeError`. */
  push(chunk: Buffer): HttpReply | undefined {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    this.#rest = empty
    while (this.#head === undefined) {
      const end = bytes.indexOf(headEnd)
      if (end > mostHeadBytes || (end < 0 && bytes.length > mostHeadBytes)) {
        throw new HttpMalformed(`a head of more than ${mostHeadBytes} bytes`)
      }
      if (end < 0) {
        this.#rest = bytes
        return undefined
      }
      this.#begin(bytes.toString("latin1", 0, end))
      bytes = bytes.subarray(end + headEnd.length)
    }
    if (this.#left === "chunked") return this.#chunks(this.#head, bytes)
    if (this.#left === "close") {
      this.#take(bytes)
      return undefined
    }
    if (bytes.length < this.#left) {
      this.#left -= bytes.length
      this.#take(bytes)
      return undefined
    }
    this.#take(bytes.subarray(0, this.#left))
    return this.#whole(this.#head, bytes.length - this.#left)
  }

  /** The connection has ended: the reply, if that is how its end is told. */
  end(): HttpReply | undefined {
    return this.#head !== undefined && this.#left === "close"
      ? this.#whole(this.#head, 0)
      : undefined
  }

  #begin(text: string): void {
    const [first = "", ...lines] = text.split("\r\n")
    const told = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(first)
    if (told === null) throw new HttpMalformed("no HTTP/1.1 response")
    const status = Number(told[2])
    // Another response follows; nobody asked for another protocol.
    if (status < 200 && status !== 101) return
    const headers: Record<string, string> = {}
    for (const line of lines) {
      const colon = line.indexOf(":")
      const name = line.slice(0, colon).toLowerCase()
      if (colon <= 0 || !/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name)) {
        throw new HttpMalformed("a line of the head is no header")
      }
      const value = line.slice(colon + 1).trim()
      const known = Object.hasOwn(headers, name) ? headers[name] : undefined
      headers[name] = known === undefined ? value : `${known}, ${value}`
    }
    const coding = headers["transfer-encoding"]
    const length = headers["content-length"]
    if (status === 101 || (coding !== undefined && coding.toLowerCase() !== "chunked")) {
      throw new HttpMalformed("a transfer coding that was not asked for")
    }
    if (length !== undefined && !/^\d{1,15}$/.test(length)) {
      throw new HttpMalformed("a length that is no number")
    }
    if (this.#bodiless || status === 204 || status === 304) this.#left = 0
    else if (coding !== undefined) this.#left = "chunked"
    else this.#left = length === undefined ? "close" : Number(length)
    if (typeof this.#left === "number" && this.#left > this.#mostBytes) throw this.#tooLong()
    const connection = (headers["connection"] ?? "").toLowerCase()
    const isKept =
      this.#left !== "close" &&
      // Which of the two holds is the question of every smuggled reply.
      (coding === undefined || length === undefined) &&
      (told[1] === "1" ? !connection.includes("close") : connection.includes("keep-alive"))
    this.#head = { status, headers, keptMs: isKept ? keptMsOf(headers["keep-alive"]) : 0 }
  }

  #chunks(head: Head, all: Buffer): HttpReply | undefined {
    let bytes = all
    for (;;) {
      const end = bytes.indexOf(lineEnd)
      if (end < 0) return this.#wait(bytes)
      if (this.#inTrailers) {
        bytes = bytes.subarray(end + lineEnd.length)
        if (end === 0) return this.#whole(head, bytes.length)
        continue
      }
      const size = /^([0-9a-f]{1,8})[ \t]*(?:;|$)/i.exec(bytes.toString("latin1", 0, end))?.[1]
      if (size === undefined) throw new HttpMalformed("a chunk without a size")
      const from = end + lineEnd.length
      const to = from + Number.parseInt(size, 16)
      if (this.#bytes + to - from > this.#mostBytes) throw this.#tooLong()
      if (to === from) {
        this.#inTrailers = true
        bytes = bytes.subarray(from)
        continue
      }
      if (bytes.length < to + lineEnd.length) return this.#wait(bytes, to - from)
      if (bytes[to] !== lineEnd[0] || bytes[to + 1] !== lineEnd[1]) {
        throw new HttpMalformed("a chunk longer than its size")
      }
      this.#take(bytes.subarray(from, to))
      bytes = bytes.subarray(to + lineEnd.length)
    }
  }

  /** For more of a line, or of a chunk of `size` bytes. */
  #wait(bytes: Buffer, size = 0): undefined {
    if (bytes.length > size + mostHeadBytes) throw new HttpMalformed("a line that does not end")
    this.#rest = bytes
    return undefined
  }

  #take(bytes: Buffer): void {
    this.#bytes += bytes.length
    if (this.#bytes > this.#mostBytes) throw this.#tooLong()
    if (bytes.length > 0) this.#parts.push(bytes)
  }

  #tooLong(): RangeError {
    return new RangeError(`an answer of more than ${this.#mostBytes} bytes`)
  }

  #whole({ headers, keptMs, status }: Head, beyond: number): HttpReply {
    const [only] = this.#parts
    const body = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts)
    // What is beyond belongs to nobody.
    return { status, headers, text: body.toString("utf8"), keptMs: beyond > 0 ? 0 : keptMs }
  }
}

/** Without a word of the server: until it hangs up. */
const keptMsOf = (keepAlive: string | undefined): number => {
  const seconds = /(?:^|[ ,])timeout=(\d{1,9})/i.exec(keepAlive ?? "")?.[1]
  return seconds === undefined
    ? Number.POSITIVE_INFINITY
    : Math.max(0, Number(seconds) * 1_000 - beforeHangUpMs)
}
