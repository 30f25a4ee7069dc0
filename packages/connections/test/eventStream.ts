/** Writes `application/vnd.amazon.eventstream` messages as a Bedrock server would. */
import { crc32 } from "node:zlib"

const header = (name: string, value: string): Buffer => {
  const text = Buffer.from(value)
  const head = Buffer.alloc(1 + name.length + 3)
  head[0] = name.length
  head.write(name, 1)
  head[1 + name.length] = 7
  head.writeUInt16BE(text.length, 2 + name.length)
  return Buffer.concat([head, text])
}

export const frame = (headers: Record<string, string>, payload: string | Buffer): Buffer => {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => header(name, value)))
  return rawFrame(head, Buffer.from(payload))
}

export const rawFrame = (head: Buffer, body: Buffer): Buffer => {
  const message = Buffer.alloc(16 + head.length + body.length)
  message.writeUInt32BE(message.length, 0)
  message.writeUInt32BE(head.length, 4)
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8)
  head.copy(message, 12)
  body.copy(message, 12 + head.length)
  message.writeUInt32BE(crc32(message.subarray(0, message.length - 4)), message.length - 4)
  return message
}

export const event = (type: string, payload: unknown): Buffer =>
  frame(
    { ":event-type": type, ":content-type": "application/json", ":message-type": "event" },
    JSON.stringify(payload),
  )

export const exception = (type: string, message: string): Buffer =>
  frame({ ":exception-type": type, ":message-type": "exception" }, JSON.stringify({ message }))

export const start = event("messageStart", { role: "assistant", p: "abc" })
export const delta = (text: string) =>
  event("contentBlockDelta", { contentBlockIndex: 0, delta: { text }, p: "abcdef" })
const blockStop = event("contentBlockStop", { contentBlockIndex: 0 })
export const stop = event("messageStop", { stopReason: "end_turn" })
export const metadata = event("metadata", {
  usage: { inputTokens: 11, outputTokens: 3, totalTokens: 14, cacheReadInputTokens: 5 },
  metrics: { latencyMs: 12 },
})

/** A whole answer of these pieces. */
export const answer = (...texts: ReadonlyArray<string>): Buffer =>
  Buffer.concat([start, ...texts.map(delta), blockStop, stop, metadata])
