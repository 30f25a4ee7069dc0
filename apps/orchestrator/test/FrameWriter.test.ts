import type { ServerFrame } from "@manga-assist/protocol"
import { describe, expect, it, vi } from "vitest"
import { FrameWriter } from "../src/transport/FrameWriter.ts"

const writer = (isTaken: () => boolean = () => true) => {
  const writes: Array<ReadonlyArray<ServerFrame>> = []
  let overflows = 0
  const made = new FrameWriter({
    write: (frames) => {
      writes.push(frames)
      return isTaken()
    },
    overflowed: () => {
      overflows += 1
    },
  })
  const delta = (text: string, turn = "t") => made.push({ type: "delta", turn, text })
  return { made, writes, delta, overflows: () => overflows }
}
const nextTick = () => new Promise((resolve) => setImmediate(resolve))

describe("FrameWriter", () => {
  it("joins the deltas of one tick into one write, in order with the rest", async () => {
    const { made, writes, delta } = writer()
    delta("a")
    delta("b")
    made.push({ type: "pong" })
    delta("c")
    await nextTick()
    expect(writes).toEqual([
      [
        { type: "delta", turn: "t", text: "ab" },
        { type: "pong" },
        { type: "delta", turn: "t", text: "c" },
      ],
    ])
  })

  it("lets the first text go with its tick, and joins what follows within 50 ms", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] })
    try {
      const { writes, delta } = writer()
      const texts = () => writes.flat().map((frame) => (frame.type === "delta" ? frame.text : ""))
      delta("a")
      await nextTick()
      delta("b")
      vi.advanceTimersByTime(30)
      delta("c")
      await nextTick()
      expect(texts()).toEqual(["a"])
      vi.advanceTimersByTime(19)
      expect(texts()).toEqual(["a"])
      vi.advanceTimersByTime(1)
      expect(texts()).toEqual(["a", "bc"])
      vi.advanceTimersByTime(50)
      delta("d")
      await nextTick()
      expect(texts()).toEqual(["a", "bc", "d"])
    } finally {
      vi.useRealTimers()
    }
  })

  it("holds no other frame for it: the end takes the text that waits along", async () => {
    const { made, writes, delta } = writer()
    delta("a")
    await nextTick()
    delta("b")
    made.push({ type: "pong" })
    await nextTick()
    expect(writes[1]).toEqual([{ type: "delta", turn: "t", text: "b" }, { type: "pong" }])
  })

  it("writes no text that was taken back while it waited, and all of other turns", async () => {
    const { made, writes, delta } = writer()
    delta("a", "s")
    delta("b")
    made.push({ type: "pong" })
    delta("c")
    made.push({ type: "retract", turn: "t" })
    await nextTick()
    expect(writes).toEqual([
      [{ type: "delta", turn: "s", text: "a" }, { type: "pong" }, { type: "retract", turn: "t" }],
    ])
  })

  it("writes nothing once it is stopped, whatever waits", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] })
    try {
      const { made, writes, delta } = writer()
      delta("a")
      await nextTick()
      delta("b")
      made.stop()
      vi.advanceTimersByTime(1_000)
      expect(writes).toHaveLength(1)
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  it("never joins deltas of two turns", () => {
    const { made, writes, delta } = writer()
    delta("a", "one")
    delta("b", "two")
    made.flush()
    expect(writes[0]).toHaveLength(2)
  })

  it("does not wait for the tick of a producer that never yields", () => {
    const { writes, delta } = writer()
    for (let index = 0; index < 3_000; index += 1) delta("x".repeat(1_024))
    expect(writes.length).toBeGreaterThan(1)
  })

  it("stops for good when a write is not taken", async () => {
    const { made, writes, delta, overflows } = writer(() => false)
    delta("a")
    made.flush()
    delta("b")
    made.flush()
    await nextTick()
    expect(writes).toHaveLength(1)
    expect(overflows()).toBe(1)
  })
})
