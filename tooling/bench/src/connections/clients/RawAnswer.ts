/**
 * A minimal but correct reader of a streamed answer: lengths are bounded, both checksums verified, split frames joined.
 * Any violation throws. The answer is whole when `messageStop` was read.
 */
import { crc32 } from "node:zlib"

const maxFrameBytes = 16 * 1024 * 1024

const check = (bytes: Buffer, expected: number, what: string): void => {
  if (crc32(bytes) !== expected) throw new Error(`the checksum of a ${what} does not match`)
}

export class RawAnswer {
  readonly #onText: (text: string) => void
  #rest: Buffer | undefined
  isWhole = false

  constructor(onText: (text: string) => void) {
    this.#onText = onText
  }

  /** @throws Error when the bytes are no event stream, or hold an exception */
  push(chunk: Buffer): void {
    const buffer = this.#rest === undefined ? chunk : Buffer.concat([this.#rest, chunk])
    let at = 0
    while (buffer.length - at >= 12) {
      const length = buffer.readUInt32BE(at)
      check(buffer.subarray(at, at + 8), buffer.readUInt32BE(at + 8), "prelude")
      if (length < 16 || length > maxFrameBytes) throw new Error(`a frame of ${length} bytes`)
      if (buffer.length - at < length) break
      this.#frame(buffer.subarray(at, at + length))
      at += length
    }
    this.#rest = at === buffer.length ? undefined : buffer.subarray(at)
  }

  #frame(frame: Buffer): void {
    const end = frame.length - 4
    check(frame.subarray(0, end), frame.readUInt32BE(end), "message")
    const headersEnd = 12 + frame.readUInt32BE(4)
    if (headersEnd > end) throw new Error("headers beyond the message")
    for (let at = 12; at < headersEnd;) {
      const nameEnd = at + 1 + (frame[at] ?? 0)
      if (frame[nameEnd] !== 7) throw new Error("a header that is no text")
      const valueEnd = nameEnd + 3 + frame.readUInt16BE(nameEnd + 1)
      const name = frame.toString("latin1", at + 1, nameEnd)
      const value = frame.toString("latin1", nameEnd + 3, valueEnd)
      if (name === ":exception-type") throw new Error(value)
      if (name === ":event-type") return this.#event(value, frame.subarray(headersEnd, end))
      at = valueEnd
    }
  }

  #event(type: string, payload: Buffer): void {
    if (type === "messageStop") this.isWhole = true
    if (type !== "contentBlockDelta") return
    const event: { delta?: { text?: unknown } } = JSON.parse(payload.toString("utf8"))
    const text = event.delta?.text
    if (typeof text === "string" && text !== "") this.#onText(text)
  }
}
