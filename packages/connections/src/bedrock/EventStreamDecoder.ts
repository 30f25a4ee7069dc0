/**
 * Incremental decoder of `application/vnd.amazon.eventstream`: bytes in, messages out, both checksums
 * verified.
 *
 * Sizes are checked as soon as the prelude is there, so a corrupt length never makes it wait or allocate.
 * Format: https://smithy.io/2.0/aws/amazon-eventstream.html
 */
import { crc32 } from "node:zlib"
import { EventStreamCorrupt } from "./EventStreamCorrupt.ts"
import { type EventStreamHead, eventStreamHead } from "./EventStreamHead.ts"

/** The payload is `buffer` from `start` to `end`, valid only during the call. */
export type OnMessage = (head: EventStreamHead, buffer: Buffer, start: number, end: number) => void

/** Specification: payload 16 MiB, headers 128 KiB. */
const maxMessageBytes = 16 * 1024 * 1024
const maxHeaderBytes = 128 * 1024
/** Length and header length, whose checksum makes up the rest of the prelude. */
const lengthsBytes = 8
const preludeBytes = 12
const overheadBytes = preludeBytes + 4
const empty = Buffer.alloc(0)

export class EventStreamDecoder {
  readonly #onMessage: OnMessage
  /** The message that has begun: one growing buffer, so that pieces of one byte cost no object each. */
  #rest = empty
  #restBytes = 0
  #neededBytes = preludeBytes

  constructor(onMessage: OnMessage) {
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
      const lengthsCrc = crc32(buffer.subarray(at, at + lengthsBytes))
      const length = checkPrelude(buffer, at, lengthsCrc)
      if (buffer.length - at < length) {
        this.#neededBytes = length
        break
      }
      const end = at + length - 4
      if (crc32(buffer.subarray(at + lengthsBytes, end), lengthsCrc) !== buffer.readUInt32BE(end)) {
        throw new EventStreamCorrupt("the checksum of a message does not match")
      }
      const headersAt = at + preludeBytes
      const payloadAt = headersAt + buffer.readUInt32BE(at + 4)
      this.#onMessage(eventStreamHead(buffer, headersAt, payloadAt), buffer, payloadAt, end)
      at += length
    }
    this.#restBytes = buffer.length - at
    // A copy: the chunk may be a small part of a large buffer that would be kept alive.
    this.#rest = this.#restBytes === 0 ? empty : Buffer.from(buffer.subarray(at))
  }
}

const checkPrelude = (buffer: Buffer, at: number, lengthsCrc: number): number => {
  if (lengthsCrc !== buffer.readUInt32BE(at + lengthsBytes)) {
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
