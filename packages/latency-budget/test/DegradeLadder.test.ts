import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import { decide, type DegradeLadder, StageLatencies } from "../src/index.ts"

type Name = "best" | "smaller" | "cheaper" | "kept" | "plain" | "sorry"

const need = (stage: string, assumedMs: number) => ({ stage, percentile: 0.95, assumedMs })
const ladder: DegradeLadder<Name> = {
  reserveMs: 50,
  rungs: [
    { name: "best", codes: [], need: need("large", 600), share: 0.6 },
    { name: "smaller", codes: ["prompt-reduced"], need: need("large-small", 450), share: 0.6 },
    { name: "cheaper", codes: ["model-fallback"], need: need("small", 300) },
    { name: "kept", codes: ["stale-answer"] },
    { name: "plain", codes: ["catalogue-answer"] },
    { name: "sorry", codes: [] },
  ],
}
const nothing = new StageLatencies()
const nameAt = (remainingMs: number, available?: (name: Name) => boolean) =>
  decide(ladder, { remainingMs, observed: nothing, available }).rung.name

describe("decide", () => {
  it.each([
    ["best", 2_000],
    ["best", 1_050],
    ["smaller", 1_049],
    ["smaller", 800],
    ["cheaper", 799],
    ["cheaper", 350],
    ["kept", 349],
    ["kept", 0],
    ["kept", -10],
  ] as const)("takes %s with %d ms left, by what is assumed", (name, remainingMs) => {
    expect(nameAt(remainingMs)).toBe(name)
  })

  it("takes a lower rung when the better one cannot be taken, and the last when none can", () => {
    expect(nameAt(0, (name) => name !== "kept")).toBe("plain")
    expect(nameAt(0, (name) => name === "sorry")).toBe("sorry")
    expect(nameAt(2_000, () => false)).toBe("sorry")
    expect(nameAt(2_000, (name) => name !== "best")).toBe("smaller")
  })

  it("believes what it observes over what it assumes", () => {
    const observed = new StageLatencies({ least: 1 })
    observed.observe("large", 1_500)
    const taken = (remainingMs: number) => decide(ladder, { remainingMs, observed }).rung.name
    expect(taken(2_000)).toBe("smaller")
    expect(taken(2_550)).toBe("best")
    const quick = new StageLatencies({ least: 1 })
    quick.observe("large", 100)
    expect(decide(ladder, { remainingMs: 220, observed: quick }).rung.name).toBe("best")
  })

  it("answers for a ladder without rungs, and tells so by its code", () => {
    const none: unknown = { rungs: [], reserveMs: 50 }
    const { allowedMs, rung } = decide(none as typeof ladder, {
      remainingMs: 150,
      observed: nothing,
    })
    expect({ allowedMs, rung }).toEqual({
      allowedMs: 100,
      rung: { name: "none", codes: ["no-rungs"] },
    })
  })

  it("gives a stage its share of what is left after the reserve", () => {
    expect(decide(ladder, { remainingMs: 2_050, observed: nothing })).toMatchObject({
      neededMs: 600,
      allowedMs: 1_200,
    })
  })

  it("never takes a rung that cannot be taken or does not fit, and never a worse one than it must", () => {
    const names = fc.subarray(["best", "smaller", "cheaper", "kept", "plain"] as Array<Name>)
    fc.assert(
      fc.property(fc.double({ min: -100, max: 4_000, noNaN: true }), names, (remainingMs, up) => {
        const available = (name: Name) => name === "sorry" || up.includes(name)
        const { rung, allowedMs, neededMs } = decide(ladder, {
          remainingMs,
          observed: nothing,
          available,
        })
        expect(available(rung.name)).toBe(true)
        if (rung.need !== undefined) expect(neededMs).toBeLessThanOrEqual(allowedMs)
        for (const better of ladder.rungs.slice(0, ladder.rungs.indexOf(rung))) {
          const fits =
            better.need === undefined ||
            better.need.assumedMs <= Math.max(0, remainingMs - 50) * (better.share ?? 1)
          expect(available(better.name) && fits).toBe(false)
        }
      }),
    )
  })
})
