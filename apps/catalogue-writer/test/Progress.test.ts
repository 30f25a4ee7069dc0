import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { progressOn } from "../src/Progress.ts"

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it("where nothing can be redrawn, says now and then how far it is, and each end", () => {
  let said = ""
  const progress = progressOn({
    isTTY: false,
    write: (text: string | Uint8Array) => {
      said += String(text)
      return true
    },
  })
  for (let done = 0; done <= 1_000; done += 10) {
    progress("search", done, 1_000)
    vi.advanceTimersByTime(40)
  }
  expect(said).toBe("writing search, 38 %\nwriting search, 76 %\nwritten: search\n")
})
