import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { progressOn } from "../src/seed/Progress.ts"

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
  expect(said).toBe("seeding search, 38 %\nseeding search, 76 %\nseeded search\n")
})
