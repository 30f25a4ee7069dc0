/** When a share of wrong answers is certain enough to act on. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { add, type Checked, isTooOften, shareToCheck, unchecked } from "../src/FalseHitRate.ts"

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
  let checked: Checked = unchecked
  for (let count = 1; count <= most; count += 1) {
    checked = add(checked, next() < share ? "wrong" : "right")
    if (isTooOften(checked)) return count
  }
  return undefined
}

const seeds = Array.from({ length: 50 }, (_, index) => index + 1)

const after = (right: number, wrong: number): Checked => {
  const verdicts = [...Array<"right">(right).fill("right"), ...Array<"wrong">(wrong).fill("wrong")]
  return verdicts.reduce((checked, verdict) => add(checked, verdict), unchecked)
}

describe("a share of wrong answers", () => {
  it("is too high after five wrong answers in short order, and not after four", () => {
    expect(isTooOften(after(0, 4))).toBe(false)
    expect(isTooOften(after(0, 5))).toBe(true)
    expect(isTooOften(after(10_000, 4))).toBe(false)
    expect(isTooOften(after(10_000, 5))).toBe(true)
  })

  it("has evidence that a wrong answer adds to, a right one takes from, and that is never below 0", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(10), (right, wrong) => {
        const checked = after(right, wrong)
        expect(add(checked, "wrong").evidence).toBeGreaterThan(checked.evidence)
        expect(add(checked, "right").evidence).toBeLessThanOrEqual(checked.evidence)
        expect(checked.evidence).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it("leaves no evidence after fifty right ones for each wrong one", () => {
    let checked = after(0, 1)
    for (let count = 0; count < 50; count += 1) checked = add(checked, "right")
    expect(checked).toEqual({ right: 50, wrong: 1, evidence: 0 })
  })

  it("of an honest cache, with the noise of its checks, is borne over 10,000 checks each", () => {
    const off = seeds.filter((seed) => offAfter(0.002, seed) !== undefined)
    expect(off).toEqual([])
  })

  it("that is just borne is a false alarm at most once in 20,000 checks", () => {
    const off = seeds.filter((seed) => offAfter(0.005, seed) !== undefined)
    expect(off.length).toBeLessThanOrEqual((seeds.length * 10_000) / 20_000)
  })

  it.each([
    [0.05, 1_000],
    [0.1, 250],
    [0.3, 60],
  ])("of %f is found within %i checks", (share, most) => {
    for (const seed of seeds) expect(offAfter(share, seed)).toBeLessThanOrEqual(most)
  })
})

describe("of the answers of a group", () => {
  it("all are checked while it is young and while there is evidence, then fewer and fewer", () => {
    expect(shareToCheck(unchecked, 0.02)).toBe(1)
    expect(shareToCheck(after(100, 0), 0.02)).toBe(1)
    expect(shareToCheck(after(200, 0), 0.02)).toBe(0.25)
    expect(shareToCheck(after(5_000, 0), 0.02)).toBe(0.02)
    expect(shareToCheck(add(after(5_000, 0), "wrong"), 0.02)).toBe(1)
  })

  it("none is checked at a share of 0", () => {
    expect(shareToCheck(unchecked, 0)).toBe(0)
    expect(shareToCheck(after(0, 3), 0)).toBe(0)
  })
})
