import { expect, it } from "vitest"
import { ProcessorShare } from "../src/bounds/ProcessorShare.ts"
import { VisitorLimits } from "../src/sessions/VisitorLimits.ts"

const wide = 1e6
const address = {
  sockets: wide,
  opensPerMinute: wide,
  sessionsPerMinute: wide,
  messagesPerMinute: wide,
  draftsPerSecond: wide,
  framesPerSecond: wide,
  bytesPerSecond: wide,
  readingPercent: 30,
}

it("an address opens nothing while it owes processor time, and may spend half a second's share at once", () => {
  let now = 0
  const limits = new VisitorLimits({ messagesPerMinute: wide, address }, () => now)
  limits.took("10.0.0.1", 149)
  expect([limits.open("10.0.0.1"), limits.request("10.0.0.1", 1)]).toEqual([true, true])
  limits.took("10.0.0.1", 31)
  expect([limits.open("10.0.0.1"), limits.request("10.0.0.1", 1)]).toEqual([false, false])
  // Frames are cheap; what they ask for is not.
  expect(limits.frame("10.0.0.1", 1)).toBe(true)
  expect([limits.open("10.0.0.2"), limits.request("10.0.0.2", 1)]).toEqual([true, true])
  now = 101
  expect([limits.open("10.0.0.1"), limits.request("10.0.0.1", 1)]).toEqual([true, true])
})

it("an address may spend all there is where it may have a whole processor", () => {
  const all = { ...address, readingPercent: 100 }
  const limits = new VisitorLimits({ messagesPerMinute: wide, address: all }, () => 0)
  limits.took("10.0.0.1", 1e6)
  expect(limits.open("10.0.0.1")).toBe(true)
})

it("an address pays for its connections that had to be cut", () => {
  const limits = new VisitorLimits({ messagesPerMinute: wide, address }, () => 0)
  const opened = Array.from({ length: 20 }, () => {
    limits.offended("10.0.0.1")
    return limits.open("10.0.0.1")
  })
  expect(opened.filter(Boolean)).toHaveLength(3)
  expect(limits.open("10.0.0.2")).toBe(true)
})

it("time for which the machine took the processor away is nobody's", () => {
  const processor = new ProcessorShare()
  expect(processor.share()).toBe(1)
  // This thread is awake for it, as far as anybody can tell, and uses nothing.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
  expect(processor.share()).toBeLessThan(0.7)
})
