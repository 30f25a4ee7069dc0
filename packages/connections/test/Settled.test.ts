import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { hasSettled } from "../src/warmup/Settled.ts"

describe("times have settled", () => {
  it.each([
    [[], false],
    [[5], false],
    [[5, 5], false],
    [[5, 5, 5], true],
    [[400, 3, 3], false],
    [[400, 3, 3, 3], true],
    [[400, 40, 12, 8], false],
    [[400, 40, 12, 8, 6], false],
    [[400, 40, 8, 7, 7], true],
    [[0.4, 0.1, 0.1], true],
    [[3, 9, 8], true],
  ] as const)("%j: %s", (times, settled) => {
    expect(hasSettled(times)).toBe(settled)
  })

  it("when the last two are no faster than any before", () => {
    const time = fc.double({ min: 0.01, max: 10_000, noNaN: true })
    fc.assert(
      fc.property(fc.array(time, { minLength: 1 }), fc.tuple(time, time), (before, [one, two]) => {
        const best = Math.min(...before)
        expect(hasSettled([...before, best + one, best + two])).toBe(true)
      }),
    )
  })
})
