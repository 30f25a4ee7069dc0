/**
 * Encodes `application/vnd.amazon.eventstream` frames: prelude, headers, payload, two CRC-32s.
 *
 * Layout: total length (4), headers length (4), prelude CRC (4), headers, payload, message CRC (4),
 * all big-endian. Only string headers are made; Bedrock sends no others.
 */
import { crc32 } from "node:zlib"
import type { AwsError } from "./AwsError.ts"

const stringType = 7

const encodeHeaders = (headers: Readonly<Record<string, string>>): Buffer => {
  const parts: Array<Buffer> = []
  for (const [name, value] of Object.entries(headers)) {
    const nameBytes = Buffer.from(name, "utf8")
    const valueBytes = Buffer.from(value, "utf8")
    const fixed = Buffer.alloc(3)
    fixed[0] = stringType
    fixed.writeUInt16BE(valueBytes.length, 1)
    parts.push(Buffer.of(nameBytes.length), nameBytes, fixed, valueBytes)
  }
  return Buffer.concat(parts)
}

const encodeFrame = (headers: Buffer, payload: string): Buffer => {
  const payloadLength = Buffer.byteLength(payload)
  const total = 16 + headers.length + payloadLength
  const frame = Buffer.allocUnsafe(total)
  frame.writeUInt32BE(total, 0)
  frame.writeUInt32BE(headers.length, 4)
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8)
  headers.copy(frame, 12)
  frame.write(payload, 12 + headers.length, "utf8")
  frame.writeUInt32BE(crc32(frame.subarray(0, total - 4)), total - 4)
  return frame
}

const eventHeaders = new Map<string, Buffer>()

/** One event, for example `encodeEvent("contentBlockDelta", '{"delta":…}')`. */
export const encodeEvent = (type: string, payload: string): Buffer => {
  let headers = eventHeaders.get(type)
  if (headers === undefined) {
    headers = encodeHeaders({
      ":event-type": type,
      ":content-type": "application/json",
      ":message-type": "event",
    })
    eventHeaders.set(type, headers)
  }
  return encodeFrame(headers, payload)
}

/** A modelled exception in mid-stream; there its name begins with a small letter: `modelStreamErrorException`. */
export const encodeException = ({ message, type }: AwsError, more: object = {}): Buffer =>
  encodeFrame(
    encodeHeaders({
      ":exception-type": `${type.slice(0, 1).toLowerCase()}${type.slice(1)}`,
      ":content-type": "application/json",
      ":message-type": "exception",
    }),
    JSON.stringify({ message, ...more }),
  )
