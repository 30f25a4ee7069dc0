import { describe, expect, it } from "vitest"
import * as fc from "fast-check"
import { StageLatencies } from "../src/index.ts"

const at = (options: { size?: number; least?: number; windowMs?: number } = {}) => {
  const clock = { now: 0 }
  return { clock, latencies: new StageLatencies({ ...options, now: () => clock.now }) }
}

describe("StageLatencies", () => {
  it("knows nothing before there are enough figures", () => {
    const { latencies } = at()
    for (let ms = 1; ms < 20; ms += 1) latencies.observe("model", ms)
    expect(latencies.percentile("model", 0.95)).toBeUndefined()
    latencies.observe("model", 20)
    expect(latencies.percentile("model", 0.95)).toBe(19)
    expect(latencies.percentile("other", 0.95)).toBeUndefined()
  })

  it("is the nearest-rank percentile of the newest figures, whatever their order", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 5_000, noNaN: true }), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (figures, share) => {
          const { latencies } = at({ size: 50, least: 1 })
          for (const ms of figures) latencies.observe("s", ms)
          const kept = figures.slice(-50).toSorted((a, b) => a - b)
          expect(latencies.percentile("s", share)).toBe(kept[Math.ceil(share * kept.length) - 1])
        },
      ),
    )
  })

  it("forgets figures that are too old, and then knows nothing again", () => {
    const { clock, latencies } = at({ least: 2, windowMs: 1_000 })
    latencies.observe("s", 900)
    clock.now = 600
    latencies.observe("s", 10)
    latencies.observe("s", 20)
    expect(latencies.percentile("s", 1)).toBe(900)
    clock.now = 1_000
    expect(latencies.percentile("s", 1)).toBe(20)
    clock.now = 1_600
    expect(latencies.percentile("s", 1)).toBeUndefined()
  })

  it("takes no nonsense and no more than 64 stages", () => {
    const { latencies } = at({ least: 1 })
    for (const ms of [Number.NaN, -1, Number.NEGATIVE_INFINITY]) latencies.observe("s", ms)
    expect(latencies.percentile("s", 1)).toBeUndefined()
    for (let index = 0; index < 1_000; index += 1) latencies.observe(`stage-${index}`, 1)
    expect(latencies.percentile("stage-63", 1)).toBe(1)
    expect(latencies.percentile("stage-64", 1)).toBeUndefined()
  })
})
