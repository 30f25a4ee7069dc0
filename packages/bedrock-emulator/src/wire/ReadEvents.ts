/** Reads `application/vnd.amazon.eventstream` frames as they come; `EventStream.ts` says how they are laid out. */
import { crc32 } from "node:zlib"
import { AwsError } from "./AwsError.ts"

export interface ReadEvent {
  /** By name; only string headers are read. */
  readonly headers: ReadonlyMap<string, string>
  readonly payload: string
}

/** Bedrock's frames have some hundred bytes; those of InvokeModel a chunk of an answer. */
const mostBytes = 16 * 1_024 * 1_024
const overhead = 16
const stringType = 7

const broken = () =>
  new AwsError("ModelStreamErrorException", "The answer of the recorded service does not parse.")

const headersOf = (bytes: Buffer): ReadonlyMap<string, string> => {
  const headers = new Map<string, string>()
  let at = 0
  while (at < bytes.length) {
    const name = bytes.toString("utf8", at + 1, (at += 1 + bytes.readUInt8(at)))
    if (bytes.readUInt8(at) !== stringType) throw broken()
    const length = bytes.readUInt16BE(at + 1)
    headers.set(name, bytes.toString("utf8", at + 3, (at += 3 + length)))
  }
  return headers
}

const eventOf = (frame: Buffer): ReadEvent => {
  const end = frame.length - 4
  if (crc32(frame.subarray(0, end)) !== frame.readUInt32BE(end)) throw broken()
  const payloadAt = 12 + frame.readUInt32BE(4)
  if (payloadAt > end) throw broken()
  return {
    headers: headersOf(frame.subarray(12, payloadAt)),
    payload: frame.toString("utf8", payloadAt, end),
  }
}

/** @throws AwsError when a frame is broken, too long, or cut off. */
export async function* readEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ReadEvent> {
  let rest = Buffer.alloc(0)
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= overhead) {
      const total = rest.readUInt32BE(0)
      if (total < overhead || total > mostBytes) throw broken()
      if (rest.length < total) break
      yield eventOf(rest.subarray(0, total))
      rest = rest.subarray(total)
    }
  }
  if (rest.length > 0) throw broken()
}
