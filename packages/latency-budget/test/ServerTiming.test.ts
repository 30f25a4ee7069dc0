import { describe, expect, it } from "vitest"
import { serverTiming } from "../src/index.ts"

const entry = (stage: string, startMs: number, endMs: number, outcome = "ok") => ({
  stage,
  startMs,
  endMs,
  outcome,
})

describe("serverTiming", () => {
  it("lists each stage with its duration and outcome", () => {
    expect(serverTiming([entry("recall", 1, 3.26, "miss"), entry("model", 70, 700)])).toBe(
      'recall;dur=2.3;desc="miss", model;dur=630;desc="ok"',
    )
    expect(serverTiming([])).toBe("")
  })

  it("lets no name write a header, and is bounded", () => {
    const value = serverTiming([entry('a b"\r\nx: y', 5, Number.NaN, '"; evil')])
    expect(value).toBe('a-b---x--y;dur=0;desc="---evil"')
    const long = serverTiming(Array.from({ length: 500 }, () => entry("s".repeat(500), 0, 1)))
    expect(long.length).toBeLessThan(4_096)
  })
})
