import { describe, expect, it } from "vitest"
import { ModelPause } from "../src/spending/ModelPause.ts"

const minute = 60_000

describe("the pause after a refusal", () => {
  it("is as long as the service asks", () => {
    const pause = new ModelPause()
    pause.refused(0, 0, 4 * minute)
    expect(pause.leftMs(minute)).toBe(3 * minute)
    expect(pause.leftMs(4 * minute)).toBe(0)
    expect(pause.tentative).toBe(true)
  })

  it("is an hour at most, whatever stands in an answer", () => {
    for (const askedMs of [30 * 24 * 60 * minute, 1e23, Number.POSITIVE_INFINITY]) {
      const pause = new ModelPause()
      pause.refused(0, 0, askedMs)
      expect(pause.leftMs(59 * minute)).toBeGreaterThan(0)
      expect(pause.leftMs(60 * minute)).toBe(0)
    }
  })
})
