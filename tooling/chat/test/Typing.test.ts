import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { Typing } from "../src/Typing.ts"

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it("tells the first text at once, and the latest four times a second", () => {
  const sent: Array<string> = []
  const typing = new Typing((text) => sent.push(text))
  const question = "one piece"
  for (let at = 1; at <= question.length; at += 1) {
    typing.typed(question.slice(0, at))
    vi.advanceTimersByTime(100)
  }
  vi.advanceTimersByTime(1_000)
  expect(sent).toEqual(["o", "one", "one p", "one piec", "one piece"])
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
  typing.typed("ab")
  typing.typed("abc")
  typing.stop()
  vi.advanceTimersByTime(1_000)
  expect(sent).toEqual(["a", "ab"])
})
