import { expect, it, vi } from "vitest"
import { paidBy } from "../src/sessions/PaidExchange.ts"
import { VisitorLimits } from "../src/sessions/VisitorLimits.ts"

const address = {
  sockets: 1,
  opensPerMinute: 1,
  sessionsPerMinute: 1,
  messagesPerMinute: 1,
  draftsPerSecond: 1,
  framesPerSecond: 1,
  bytesPerSecond: 1_000,
  readingPercent: 1,
}

it("a body costs its address the time in which it is read, and no other time", () => {
  const limits = new VisitorLimits({ messagesPerMinute: 1, address })
  const timed = vi.spyOn(limits, "timed")
  let arrive: ((body: Uint8Array) => void) | undefined
  const { paid } = paidBy("10.0.0.1", limits, {
    method: "POST",
    path: "/chat",
    query: "",
    address: "10.0.0.1",
    headBytes: 0,
    header: () => "",
    readBody: (_, done) => {
      arrive = done
    },
    respond: () => {},
    stream: () => ({ write: () => "sent", end: () => {}, cut: () => {} }),
    onAborted: () => {},
  })
  const read = vi.fn(() => expect(timed).toHaveBeenCalledTimes(1))
  paid.readBody(10, read)
  expect(timed).not.toHaveBeenCalled()
  arrive?.(Buffer.from("{}"))
  expect(read).toHaveBeenCalledTimes(1)
  expect(timed.mock.calls.map(([whose]) => whose)).toEqual(["10.0.0.1"])
})
