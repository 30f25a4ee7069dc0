/**
 * Incremental decoder of `application/vnd.amazon.eventstream`: bytes in, messages out, both checksums
 * verified.
 *
 * Sizes are checked as soon as the prelude is there, so a corrupt length never makes it wait or allocate.
 * Format: https://smithy.io/2.0/aws/amazon-eventstream.html
 */
import { crc32 } from "node:zlib"

export interface EventStreamMessage {
  /** `event`, `exception` or `error`. */
  readonly kind: string
  /** The event type, exception type or error code. */
  readonly name: string
  /** The text of an `error`; exceptions carry theirs in the payload. */
  readonly text: string
  /** A view that is valid only during the call. */
  readonly payload: Buffer
}

/** The bytes are not a valid event stream: nothing after this point can be trusted. */
export class EventStreamCorrupt extends Error {
  override readonly name = "EventStreamCorrupt"
}

/** Specification: payload 16 MiB, headers 128 KiB. */
const maxMessageBytes = 16 * 1024 * 1024
const maxHeaderBytes = 128 * 1024
const preludeBytes = 12
const overheadBytes = preludeBytes + 4
const empty = Buffer.alloc(0)

export class EventStreamDecoder {
  readonly #onMessage: (message: EventStreamMessage) => void
  /** The message that has begun: one growing buffer, so that pieces of one byte cost no object each. */
  #rest = empty
  #restBytes = 0
  #neededBytes = preludeBytes

  constructor(onMessage: (message: EventStreamMessage) => void) {
    this.#onMessage = onMessage
  }

  /** Bytes of a message that has begun and not ended. Above 0 at the end of the stream: it was cut. */
  get pendingBytes(): number {
    return this.#restBytes
  }

  /** Throws `EventStreamCorrupt`; messages before the corrupt one were handed over. */
  push(chunk: Buffer): void {
    if (this.#restBytes === 0) return this.#drain(chunk)
    const bytes = this.#restBytes + chunk.length
    if (bytes > this.#rest.length) {
      const grown = Buffer.allocUnsafe(Math.max(bytes, 2 * this.#rest.length, 1_024))
      this.#rest.copy(grown, 0, 0, this.#restBytes)
      this.#rest = grown
    }
    chunk.copy(this.#rest, this.#restBytes)
    this.#restBytes = bytes
    if (bytes >= this.#neededBytes) this.#drain(this.#rest.subarray(0, bytes))
  }

  #drain(buffer: Buffer): void {
    let at = 0
    this.#neededBytes = preludeBytes
    while (buffer.length - at >= preludeBytes) {
      const length = checkPrelude(buffer, at)
      if (buffer.length - at < length) {
        this.#neededBytes = length
        break
      }
      this.#message(buffer.subarray(at, at + length))
      at += length
    }
    this.#restBytes = buffer.length - at
    // A copy: the chunk may be a small part of a large buffer that would be kept alive.
    this.#rest = this.#restBytes === 0 ? empty : Buffer.from(buffer.subarray(at))
  }

  #message(frame: Buffer): void {
    const end = frame.length - 4
    if (crc32(frame.subarray(0, end)) !== frame.readUInt32BE(end)) {
      throw new EventStreamCorrupt("the checksum of a message does not match")
    }
    const headersEnd = preludeBytes + frame.readUInt32BE(4)
    const headers = readHeaders(frame, headersEnd)
    this.#onMessage({ ...headers, payload: frame.subarray(headersEnd, end) })
  }
}

const checkPrelude = (buffer: Buffer, at: number): number => {
  if (crc32(buffer.subarray(at, at + 8)) !== buffer.readUInt32BE(at + 8)) {
    throw new EventStreamCorrupt("the checksum of a prelude does not match")
  }
  const length = buffer.readUInt32BE(at)
  const headerBytes = buffer.readUInt32BE(at + 4)
  if (length < overheadBytes || length > maxMessageBytes) {
    throw new EventStreamCorrupt(`a message of ${length} bytes is out of bounds`)
  }
  if (headerBytes > maxHeaderBytes || headerBytes > length - overheadBytes) {
    throw new EventStreamCorrupt(`headers of ${headerBytes} bytes are out of bounds`)
  }
  return length
}

/** Bytes of the value by its type: booleans, integers, timestamp, uuid; -1: a length precedes it. */
const valueBytes = [0, 0, 1, 2, 4, 8, -1, -1, 8, 16]
const stringType = 7

const readHeaders = (frame: Buffer, end: number) => {
  let kind = ""
  let name = ""
  let text = ""
  let at = preludeBytes
  while (at < end) {
    const nameEnd = at + 1 + (frame[at] ?? 0)
    const type = nameEnd < end ? frame[nameEnd] : undefined
    const fixed = type === undefined ? undefined : valueBytes[type]
    if (type === undefined || fixed === undefined) throw badHeaders()
    let valueAt = nameEnd + 1
    let size = fixed
    if (size === -1) {
      if (valueAt + 2 > end) throw badHeaders()
      size = frame.readUInt16BE(valueAt)
      valueAt += 2
    }
    if (valueAt + size > end) throw badHeaders()
    // All the names we read begin with a colon; others are skipped unread.
    if (type === stringType && frame[at + 1] === 0x3a) {
      const value = frame.toString("utf8", valueAt, valueAt + size)
      switch (frame.toString("latin1", at + 1, nameEnd)) {
        case ":message-type":
          kind = value
          break
        case ":event-type":
        case ":exception-type":
        case ":error-code":
          name = value
          break
        case ":error-message":
          text = value
      }
    }
    at = valueAt + size
  }
  return { kind, name, text }
}

const badHeaders = () => new EventStreamCorrupt("the headers of a message are malformed")
