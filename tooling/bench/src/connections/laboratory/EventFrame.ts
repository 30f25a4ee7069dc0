/**
 * Encodes `application/vnd.amazon.eventstream` messages for the stub of Bedrock.
 *
 * Format: https://smithy.io/2.0/aws/amazon-eventstream.html
 */
import { crc32 } from "node:zlib"

const sized = (write: "writeUInt16BE" | "writeUInt32BE", bytes: 2 | 4, value: number): Buffer => {
  const number = Buffer.alloc(bytes)
  number[write](value)
  return number
}
const long = (value: number) => sized("writeUInt32BE", 4, value)

const header = (name: string, value: string): Buffer => {
  const length = sized("writeUInt16BE", 2, value.length)
  return Buffer.concat([
    Buffer.of(name.length),
    Buffer.from(`${name}\u0007`),
    length,
    Buffer.from(value),
  ])
}

export const eventFrame = (type: string, payload: unknown): Buffer => {
  const headers = Buffer.concat([
    header(":event-type", type),
    header(":content-type", "application/json"),
    header(":message-type", "event"),
  ])
  const body = Buffer.from(JSON.stringify(payload))
  const prelude = Buffer.concat([long(16 + headers.length + body.length), long(headers.length)])
  const frame = Buffer.concat([prelude, long(crc32(prelude)), headers, body])
  return Buffer.concat([frame, long(crc32(frame))])
}
