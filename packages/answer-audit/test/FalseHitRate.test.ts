/** When a share of wrong answers is certain enough to act on. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { add, type Checked, falseHitLimit, isTooOften, lowerBound } from "../src/FalseHitRate.ts"

/** A stream of numbers in [0, 1) that is the same each time. */
const numbersFrom = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** After how many checks of a cache with this true share it is switched off; `undefined`: not at all. */
const offAfter = (share: number, seed: number, most = 10_000): number | undefined => {
  const next = numbersFrom(seed)
  let checked: Checked = { right: 0, wrong: 0 }
  for (let count = 1; count <= most; count += 1) {
    checked = add(checked, next() < share ? "wrong" : "right")
    if (isTooOften(checked)) return count
  }
  return undefined
}

const seeds = Array.from({ length: 50 }, (_, index) => index + 1)

describe("a share of wrong answers", () => {
  it("is certain from below only, and the more so the more was checked", () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(5_000), (right, wrong) => {
        const bound = lowerBound({ right, wrong })
        expect(bound).toBeGreaterThanOrEqual(0)
        expect(bound).toBeLessThanOrEqual(right + wrong === 0 ? 0 : wrong / (right + wrong))
        const more = lowerBound({ right: right * 2, wrong: wrong * 2 })
        expect(more).toBeGreaterThanOrEqual(bound - 1e-12)
      }),
    )
  })

  // Published values of the Wilson score interval at 95 %.
  it.each([
    [10, 0.0179, 1],
    [100, 0.0552, 10],
    [1_000, 0.0829, 100],
  ])("of one in ten among %i has the lower bound %f", (checks, bound, wrong) => {
    const found = lowerBound({ right: checks - wrong, wrong }, 1.959_964)
    expect(found).toBeCloseTo(bound, 3)
  })

  it("says nothing before enough was checked", () => {
    const wrong = falseHitLimit.leastChecks - 1
    expect(isTooOften({ right: 0, wrong })).toBe(false)
    expect(isTooOften({ right: 0, wrong: wrong + 1 })).toBe(true)
  })

  it("of an honest cache, with the noise of its checks, is borne over 10,000 checks each", () => {
    const off = seeds.filter((seed) => offAfter(0.002, seed) !== undefined)
    expect(off).toEqual([])
  })

  it("of one in twenty is found within a few hundred checks", () => {
    for (const seed of seeds) expect(offAfter(0.05, seed)).toBeLessThanOrEqual(600)
  })

  it("shows when it begins late, since old checks count less and less", () => {
    const next = numbersFrom(7)
    let checked: Checked = { right: 0, wrong: 0 }
    for (let count = 0; count < 100_000; count += 1) checked = add(checked, "right")
    expect(checked.right).toBeLessThanOrEqual(falseHitLimit.mostChecks)
    let found: number | undefined
    for (let count = 1; count <= 5_000 && found === undefined; count += 1) {
      checked = add(checked, next() < 0.05 ? "wrong" : "right")
      if (isTooOften(checked)) found = count
    }
    expect(found).toBeDefined()
  })
})
