import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { Typing } from "../src/Typing.ts"

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const type = (typing: Typing, text: string, from = 1) => {
  for (let at = from; at <= text.length; at += 1) {
    typing.typed(text.slice(0, at))
    vi.advanceTimersByTime(100)
  }
}

it("tells the line when the typing rests, and not in between", () => {
  const sent: Array<string> = []
  const typing = new Typing((text) => sent.push(text))
  type(typing, "one piece")
  expect(sent).toEqual([])
  vi.advanceTimersByTime(200)
  expect(sent).toEqual(["one piece"])
  type(typing, "one piece 105", 10)
  vi.advanceTimersByTime(1_000)
  expect(sent).toEqual(["one piece", "one piece 105"])
  expect(vi.getTimerCount()).toBe(0)
})

it("says nothing of an empty line, the same line, a line too long, or a line already sent", () => {
  const sent: Array<string> = []
  const typing = new Typing((text) => sent.push(text))
  for (const text of ["", " ", "a", "a", "x".repeat(2_001)]) {
    typing.typed(text)
    vi.advanceTimersByTime(300)
  }
  expect(sent).toEqual(["a"])
  typing.typed("abc")
  typing.stop()
  vi.advanceTimersByTime(1_000)
  expect(sent).toEqual(["a"])
})
