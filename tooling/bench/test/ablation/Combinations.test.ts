import { describe, expect, it } from "vitest"
import { combinations, offAlone, onAlone, savedBy, upTo } from "../../src/ablation/Combinations.ts"
import type { SavingEstimate } from "../../src/ablation/SavingEstimate.ts"
import { sourceSavings, verdictOf } from "../../src/ablation/SourceSavings.ts"
import { after, before, type Technique, techniques } from "../../src/laboratory/Technique.ts"

const order = [...techniques]
const costs: Readonly<Partial<Record<Technique, number>>> = {
  endpoints: 46,
  prefetch: 10,
  "dns-cache": 20,
}

const took = (msOf: (off: ReadonlyArray<Technique>) => number) =>
  new Map(
    combinations(order).map(({ configuration, key }) => [
      key,
      msOf(techniques.filter((each) => !configuration[each])),
    ]),
  )

describe("the combinations", () => {
  const all = combinations(order)

  it("are after, before, and for each technique one off, one on, one step", () => {
    expect(all).toHaveLength(4 + 3 * techniques.length)
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length)
    const find = (key: string) => all.find((each) => each.key === key)?.configuration
    for (const each of techniques) {
      expect(find(offAlone(each))).toEqual({ ...after, [each]: false })
      expect(find(onAlone(each))).toEqual({ ...before, [each]: true })
    }
    expect(find(upTo(order.at(-1) ?? "endpoints"))).toEqual(after)
  })

  it("agree where savings only add up", () => {
    const sum = (off: ReadonlyArray<Technique>) =>
      off.reduce((total, each) => total + (costs[each] ?? 0), 700)
    for (const [technique, saved] of savedBy(order, took(sum))) {
      const ms = costs[technique] ?? 0
      expect([technique, saved]).toEqual([technique, { offAlone: ms, onAlone: ms, inOrder: ms }])
    }
  })

  it("differ where savings overlap; the steps still add up to the whole", () => {
    // Names are asked for by new connections only.
    const overlapping = (off: ReadonlyArray<Technique>) =>
      700 +
      (off.includes("keep-alive") ? 55 + (off.includes("dns-cache") ? 20 : 0) : 0) +
      (off.includes("endpoints") ? 46 : 0)
    const times = took(overlapping)
    const saved = savedBy(order, times)
    expect(saved.get("dns-cache")).toEqual({ offAlone: 0, onAlone: 20, inOrder: 0 })
    const steps = [...saved.values()].reduce((total, { inOrder }) => total + inOrder, 0)
    expect(steps).toBe((times.get("before") ?? 0) - (times.get("after") ?? 0))
  })

  it("refuse to judge what was not measured", () => {
    const times = took(() => 1)
    times.delete(onAlone("pruning"))
    expect(() => savedBy(order, times)).toThrow("before with pruning was not measured")
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
    [50, 46, "as claimed"],
    [12, 14.9, "as claimed"],
    [12, 26, "more than claimed"],
    [85, 60, "less than claimed"],
    [10, 0.9, "not reproduced"],
    [30, -4, "not reproduced"],
    [5, 3, "as claimed"],
  ])("claimed %d, measured %d: %s", (claimedMs, ms, verdict) => {
    expect(verdictOf({ claimedMs, measured: sure(ms), noiseMs: 0.4 })).toBe(verdict)
  })

  it("never call noise a saving, and say where others have made one needless", () => {
    const judged = { claimedMs: 5, measured: sure(4), noiseMs: 0 }
    expect(verdictOf(judged)).toBe("as claimed")
    expect(verdictOf({ ...judged, noiseMs: 4.1 })).toBe("within noise, cannot tell")
    const unsure = { ms: 4, low: -1, high: 9 }
    expect(verdictOf({ ...judged, measured: unsure })).toBe("within noise, cannot tell")
    // A saving for certain, but whether of 50 or 62 ms is not.
    const wide = { ms: 62, low: 7, high: 73 }
    expect(verdictOf({ claimedMs: 50, measured: wide, noiseMs: 2 })).toBe(
      "saves, noise hides how much",
    )
    expect(verdictOf({ claimedMs: 50, measured: sure(62), noiseMs: 2 })).toBe("more than claimed")
    // What hides in noise may be as large as what it is alone.
    const hidden = { ms: 7, low: -96, high: 20 }
    const alone = { ...judged, onAlone: sure(25) }
    expect(verdictOf({ ...alone, measured: hidden })).toBe("within noise, cannot tell")
    expect(verdictOf({ ...alone, measured: sure(0.4) })).toBe("made needless by the rows above")
    expect(verdictOf({ ...alone, measured: sure(0.4), noiseMs: 30 })).toBe(
      "within noise, cannot tell",
    )
  })
})
