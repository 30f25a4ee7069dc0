import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { crc32 } from "node:zlib"
import { describe, expect, it } from "vitest"
import { EventStreamCorrupt } from "../src/bedrock/EventStreamCorrupt.ts"
import { EventStreamDecoder } from "../src/bedrock/EventStreamDecoder.ts"
import { answer, delta, exception, frame, rawFrame, stop } from "./eventStream.ts"

const collect = () => {
  const seen: Array<{ kind: string; name: string; payload: string }> = []
  const decoder = new EventStreamDecoder(({ kind, name }, buffer, start, end) => {
    seen.push({ kind, name, payload: buffer.toString("utf8", start, end) })
  })
  return { seen, decoder }
}

/** Collects now; V8 shows its collector only to contexts made after it was told to. */
const collectGarbage = () => {
  setFlagsFromString("--expose-gc")
  runInNewContext("gc")()
  setFlagsFromString("--no-expose-gc")
}

const decodeAll = (bytes: Buffer, pieceBytes: number) => {
  const { seen, decoder } = collect()
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    decoder.push(bytes.subarray(at, at + pieceBytes))
  }
  return { seen, pending: decoder.pendingBytes }
}

describe("EventStreamDecoder", () => {
  it("reads the same messages however the bytes are cut", () => {
    const bytes = answer("こん", "にちは", "", "x".repeat(5_000))
    const whole = decodeAll(bytes, bytes.length)
    expect(whole.seen.map((message) => message.name)).toEqual([
      "messageStart",
      "contentBlockDelta",
      "contentBlockDelta",
      "contentBlockDelta",
      "contentBlockDelta",
      "contentBlockStop",
      "messageStop",
      "metadata",
    ])
    for (const pieceBytes of [1, 2, 3, 7, 11, 12, 13, 100, 1_000, 4_099]) {
      expect(decodeAll(bytes, pieceBytes)).toEqual(whole)
    }
    expect(whole.pending).toBe(0)
  })

  it("tells a message that has begun", () => {
    const bytes = delta("a")
    expect(decodeAll(bytes.subarray(0, bytes.length - 1), 5)).toEqual({
      seen: [],
      pending: bytes.length - 1,
    })
  })

  it("names exceptions and keeps their text", () => {
    const { seen, decoder } = collect()
    decoder.push(exception("throttlingException", "slow down"))
    expect(seen).toEqual([
      { kind: "exception", name: "throttlingException", payload: '{"message":"slow down"}' },
    ])
  })

  it("hands over what came before a corrupt message", () => {
    const bad = Buffer.from(delta("b"))
    bad[bad.length - 1]! ^= 1
    const { seen, decoder } = collect()
    expect(() => decoder.push(Buffer.concat([delta("a"), bad]))).toThrow(EventStreamCorrupt)
    expect(seen).toHaveLength(1)
  })

  it("refuses every single flipped bit", () => {
    const good = delta("abc")
    for (let bit = 0; bit < good.length * 8; bit++) {
      const bad = Buffer.from(good)
      bad[bit >> 3]! ^= 1 << (bit & 7)
      const { seen, decoder } = collect()
      expect(() => decoder.push(bad)).toThrow(EventStreamCorrupt)
      expect(seen).toEqual([])
    }
  })

  const prelude = (length: number, headerBytes: number) => {
    const bytes = rawFrame(Buffer.alloc(0), Buffer.alloc(0))
    bytes.writeUInt32BE(length, 0)
    bytes.writeUInt32BE(headerBytes, 4)
    bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8)
    return bytes.subarray(0, 12)
  }

  it.each([
    ["a length of 0", 0, 0],
    ["a length below the smallest message", 15, 0],
    ["a length beyond 16 MiB", 16 * 1024 * 1024 + 1, 0],
    ["the largest length", 0xffff_ffff, 0],
    ["headers longer than the message", 100, 85],
    ["headers beyond 128 KiB", 1024 * 1024, 128 * 1024 + 1],
  ])("refuses %s at the prelude", (_, length, headerBytes) => {
    const { decoder } = collect()
    expect(() => decoder.push(prelude(length, headerBytes))).toThrow(EventStreamCorrupt)
  })

  it("waits for 16 MiB without allocating them", () => {
    const { seen, decoder } = collect()
    decoder.push(prelude(16 * 1024 * 1024, 0))
    // What other tests left would otherwise be collected meanwhile, and hide what is allocated.
    collectGarbage()
    const before = process.memoryUsage().arrayBuffers
    for (let i = 0; i < 1_000; i++) decoder.push(Buffer.from([0]))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024)
    expect(seen).toEqual([])
  })

  it.each([
    ["an unknown type", Buffer.from([1, 0x3a, 10, 0])],
    ["a name beyond the end", Buffer.from([9, 0x3a])],
    ["a value beyond the end", Buffer.from([1, 0x3a, 7, 0, 9, 1])],
    ["a length beyond the end", Buffer.from([1, 0x3a, 7, 0])],
    ["a name without a type", Buffer.from([1, 0x3a])],
  ])("refuses headers with %s", (_, head) => {
    const { decoder } = collect()
    expect(() => decoder.push(rawFrame(head, Buffer.alloc(0)))).toThrow(EventStreamCorrupt)
  })

  it("skips headers of every other type", () => {
    const other = Buffer.concat(
      [0, 1, 4, 8, 1, 2].map((bytes, index) =>
        Buffer.concat([Buffer.from([1, 0x61, [0, 2, 4, 5, 2, 3][index]!]), Buffer.alloc(bytes)]),
      ),
    )
    const named = frame({ ":message-type": "event", ":event-type": "x" }, "")
    const { seen, decoder } = collect()
    decoder.push(rawFrame(Buffer.concat([other, named.subarray(12, -4)]), Buffer.from("{}")))
    expect(seen).toEqual([{ kind: "event", name: "x", payload: "{}" }])
  })

  it("reads on after a message without headers", () => {
    const { seen, decoder } = collect()
    decoder.push(Buffer.concat([rawFrame(Buffer.alloc(0), Buffer.from("?")), stop]))
    expect(seen.map((message) => message.name)).toEqual(["", "messageStop"])
  })
})
