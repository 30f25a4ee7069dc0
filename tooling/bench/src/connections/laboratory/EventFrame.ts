/**
 * Encodes `application/vnd.amazon.eventstream` messages for the stub of Bedrock.
 *
 * Format: https://smithy.io/2.0/aws/amazon-eventstream.html
 */
import { crc32 } from "node:zlib"

const stringHeader = (name: string, value: string): Buffer => {
  const valueLength = Buffer.alloc(2)
  valueLength.writeUInt16BE(Buffer.byteLength(value))
  return Buffer.concat([
    Buffer.of(name.length),
    Buffer.from(name),
    Buffer.of(7),
    valueLength,
    Buffer.from(value),
  ])
}

export const eventFrame = (type: string, payload: unknown): Buffer => {
  const headers = Buffer.concat([
    stringHeader(":event-type", type),
    stringHeader(":content-type", "application/json"),
    stringHeader(":message-type", "event"),
  ])
  const body = Buffer.from(JSON.stringify(payload))
  const frame = Buffer.alloc(16 + headers.length + body.length)
  frame.writeUInt32BE(frame.length, 0)
  frame.writeUInt32BE(headers.length, 4)
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8)
  headers.copy(frame, 12)
  body.copy(frame, 12 + headers.length)
  frame.writeUInt32BE(crc32(frame.subarray(0, -4)), frame.length - 4)
  return frame
}
