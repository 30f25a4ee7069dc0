/**
 * A minimal but correct parser of AWS event streams: lengths are bounded, both checksums verified, split frames joined.
 * Any violation throws.
 */
import { crc32 } from "node:zlib"

const maxFrameBytes = 16 * 1024 * 1024
const eventType = ":event-type"
const exceptionType = ":exception-type"

export class RawFrameReader {
  readonly #onEvent: (type: string, payload: Buffer) => void
  #rest: Buffer | undefined

  constructor(onEvent: (type: string, payload: Buffer) => void) {
    this.#onEvent = onEvent
  }

  /** @throws Error when the bytes are no event stream, or hold an exception */
  push(chunk: Buffer): void {
    const buffer = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk])
    let at = 0
    while (buffer.length - at >= 12) {
      const length = buffer.readUInt32BE(at)
      if (crc32(buffer.subarray(at, at + 8)) !== buffer.readUInt32BE(at + 8)) {
        throw new Error("the checksum of a prelude does not match")
      }
      if (length < 16 || length > maxFrameBytes) throw new Error(`a frame of ${length} bytes`)
      if (buffer.length - at < length) break
      this.#frame(buffer.subarray(at, at + length))
      at += length
    }
    this.#rest = at === buffer.length ? undefined : buffer.subarray(at)
  }

  #frame(frame: Buffer): void {
    const end = frame.length - 4
    if (crc32(frame.subarray(0, end)) !== frame.readUInt32BE(end)) {
      throw new Error("the checksum of a message does not match")
    }
    const headersEnd = 12 + frame.readUInt32BE(4)
    if (headersEnd > end) throw new Error("headers beyond the message")
    for (let at = 12; at < headersEnd;) {
      const nameEnd = at + 1 + (frame[at] ?? 0)
      if (frame[nameEnd] !== 7) throw new Error("a header that is no text")
      const valueEnd = nameEnd + 3 + frame.readUInt16BE(nameEnd + 1)
      const name = frame.toString("latin1", at + 1, nameEnd)
      if (name === eventType) {
        return this.#onEvent(
          frame.toString("latin1", nameEnd + 3, valueEnd),
          frame.subarray(headersEnd, end),
        )
      }
      if (name === exceptionType) throw new Error(frame.toString("latin1", nameEnd + 3, valueEnd))
      at = valueEnd
    }
  }
}
