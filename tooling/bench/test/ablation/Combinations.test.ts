import { describe, expect, it } from "vitest"
import { combinations, type Pair, pairsOf } from "../../src/ablation/Combinations.ts"
import { type SavingEstimate, verdictOf } from "../../src/ablation/SavingEstimate.ts"
import { sourceSavings } from "../../src/ablation/SourceSavings.ts"
import { after, before, type Technique, techniques } from "../../src/laboratory/Technique.ts"

const order = [...techniques]
const pairs = [...pairsOf(order)]

describe("the combinations", () => {
  const all = combinations(order)

  it("are after, before, and for each technique one off, one on, one step", () => {
    expect(all).toHaveLength(4 + 3 * techniques.length)
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length)
    for (const [each, { offAlone, onAlone }] of pairs) {
      expect(offAlone.without.configuration).toEqual({ ...after, [each]: false })
      expect(onAlone.with.configuration).toEqual({ ...before, [each]: true })
    }
    expect(pairs.at(-1)?.[1].inOrder.with.configuration).toEqual(after)
  })

  it("hold all that is compared", () => {
    const keys = all.map(({ key }) => key)
    for (const [, ways] of pairs) {
      for (const pair of Object.values(ways)) {
        expect(keys).toContain(pair.with.key)
        expect(keys).toContain(pair.without.key)
      }
    }
  })

  it("differ where savings overlap; the steps still add up to the whole", () => {
    // Names are asked for by new connections only.
    const took = (on: Readonly<Record<Technique, boolean>>) =>
      700 + (on["keep-alive"] ? 0 : 55 + (on["dns-cache"] ? 0 : 20)) + (on.endpoints ? 0 : 46)
    const saved = (pair: Pair) => took(pair.without.configuration) - took(pair.with.configuration)
    const names = pairsOf(order).get("dns-cache")
    expect(names && Object.values(names).map(saved)).toEqual([0, 20, 0])
    const steps = pairs.reduce((total, [, { inOrder }]) => total + saved(inOrder), 0)
    expect(steps).toBe(took(before) - took(after))
  })
})

describe("the document's savings", () => {
  it("are nine, with a reason each, and add up to 274 where it says 340", () => {
    expect(sourceSavings.map(({ claimedMs }) => claimedMs)).toEqual([
      50, 85, 12, 12, 55, 30, 5, 15, 10,
    ])
    expect(sourceSavings.reduce((sum, { claimedMs }) => sum + claimedMs, 0)).toBe(274)
    for (const { why } of sourceSavings) expect(why.length).toBeGreaterThan(60)
    const switchable = sourceSavings.flatMap(({ technique }) => technique ?? [])
    expect(new Set(switchable).size).toBe(8)
  })

  const sure = (ms: number): SavingEstimate => ({ ms, low: ms - 0.5, high: ms + 0.5 })

  it.each([
    [50, 46, "near the claim"],
    [12, 14.9, "near the claim"],
    [12, 26, "more than claimed"],
    [85, 60, "less than claimed"],
    [10, 0.9, "not reproduced"],
    [30, -4, "not reproduced"],
    [5, 3, "near the claim"],
  ])("claimed %d, measured %d: %s", (claimedMs, ms, verdict) => {
    expect(verdictOf(claimedMs, sure(ms), 0.4)).toBe(verdict)
  })

  it("never call noise a saving, and say where others have made one needless", () => {
    expect(verdictOf(5, sure(4), 0)).toBe("near the claim")
    expect(verdictOf(5, sure(4), 4.1)).toBe("within noise, cannot tell")
    expect(verdictOf(5, { ms: 4, low: -1, high: 9 }, 0)).toBe("within noise, cannot tell")
    // A saving for certain, but whether of 50 or 62 ms is not.
    const wide = { ms: 62, low: 7, high: 73 }
    expect(verdictOf(50, wide, 2)).toBe("saves, noise hides how much")
    expect(verdictOf(50, sure(62), 2)).toBe("more than claimed")
    // What hides in noise may be as large as what it is alone.
    const hidden = { ms: 7, low: -96, high: 20 }
    expect(verdictOf(5, hidden, 0, sure(25))).toBe("within noise, cannot tell")
    expect(verdictOf(5, sure(0.4), 0, sure(25))).toBe("made needless by the rows above")
    expect(verdictOf(5, sure(0.4), 30, sure(25))).toBe("within noise, cannot tell")
  })
})
