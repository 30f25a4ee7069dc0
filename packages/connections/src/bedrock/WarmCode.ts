/**
 * Warms up the JavaScript engine: runs the code of a chat (serialise, sign, parse) on recorded data until it is
 * compiled, in some 20 ms.
 *
 * Otherwise the first users would wait for the compilation. Nothing is sent.
 */
import { crc32 } from "node:zlib"
import type { ConverseRequest } from "./ConverseRequest.ts"
import { converseBody } from "./ConverseBody.ts"
import { ConverseReader } from "./ConverseReader.ts"
import { EventStreamDecoder } from "./EventStreamDecoder.ts"

/** Enough for the engine's second compiler; takes some 20 ms. */
const rounds = 300

/** `sign` is called with each body that was written. */
export const warmCode = (sign: (modelId: string, body: Buffer) => unknown): void => {
  let texts = 0
  for (let round = 0; round < rounds; round++) {
    sign(request.modelId, converseBody(request))
    const reader = new ConverseReader((text) => {
      texts += text.length
    })
    const decoder = new EventStreamDecoder((head, buffer, start, end) => {
      reader.read(head, buffer, start, end)
    })
    decoder.push(answer.subarray(0, half))
    decoder.push(answer.subarray(half))
    if (reader.outcome?.stopReason !== "end_turn") throw new Error("the recorded answer is wrong")
  }
  if (texts === 0) throw new Error("the recorded answer holds no text")
}

const request: ConverseRequest = {
  modelId: "warm-up",
  system: [{ text: "You help. ".repeat(100) }, { cachePoint: { type: "default" } }],
  messages: Array.from({ length: 5 }, (_, index) => ({
    role: index % 2 === 0 ? "user" : "assistant",
    content: [{ text: `${index}: これは「試し」です。\n`.repeat(20) }],
  })),
  inferenceConfig: { maxTokens: 512, temperature: 0.2 },
  firstEventMs: 1,
  gapMs: 1,
}

const message = (type: string, payload: unknown): Buffer => {
  const headers = [
    [":event-type", type],
    [":content-type", "application/json"],
    [":message-type", "event"],
  ].map(([name = "", value = ""]) =>
    Buffer.concat([
      Buffer.from([name.length]),
      Buffer.from(`${name}\u0007\0`),
      Buffer.from([value.length]),
      Buffer.from(value),
    ]),
  )
  const head = Buffer.concat(headers)
  const body = Buffer.from(JSON.stringify(payload))
  const bytes = Buffer.alloc(16 + head.length + body.length)
  bytes.writeUInt32BE(bytes.length, 0)
  bytes.writeUInt32BE(head.length, 4)
  bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8)
  head.copy(bytes, 12)
  body.copy(bytes, 12 + head.length)
  bytes.writeUInt32BE(crc32(bytes.subarray(0, -4)), bytes.length - 4)
  return bytes
}

const delta = (text: string) =>
  message("contentBlockDelta", { contentBlockIndex: 0, delta: { text }, p: "abcdefghij" })

const answer = Buffer.concat([
  message("messageStart", { role: "assistant" }),
  ...[" some", " plain words", '\n- "quoted"', "言葉", " 😀"].map(delta),
  message("contentBlockStop", { contentBlockIndex: 0 }),
  message("messageStop", { stopReason: "end_turn" }),
  message("metadata", { usage: { inputTokens: 1, outputTokens: 1 }, metrics: { latencyMs: 1 } }),
])
const half = answer.length >> 1
