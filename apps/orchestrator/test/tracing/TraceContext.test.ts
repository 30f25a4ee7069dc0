import { describe, expect, it } from "vitest"
import { isWithin, newTraceId, readTraceparent } from "../../src/messages/TraceContext.ts"

const trace = "0af7651916cd43dd8448eb211c80319c"
const span = "b7ad6b7169203331"

describe("traceparent", () => {
  it("is read with its flags", () => {
    expect(readTraceparent(`00-${trace}-${span}-01`)).toEqual({
      traceId: trace,
      parentSpanId: span,
      sampled: true,
    })
    expect(readTraceparent(`00-${trace}-${span}-02`)?.sampled).toBe(false)
  })

  it("of a later version is read as far as it is known", () => {
    expect(readTraceparent(`01-${trace}-${span}-01-more`)?.traceId).toBe(trace)
  })

  it.each([
    undefined,
    "",
    `ff-${trace}-${span}-01`,
    `00-${trace}-${span}-01-more`,
    `00-${trace.toUpperCase()}-${span}-01`,
    `00-${"0".repeat(32)}-${span}-01`,
    `00-${trace}-${"0".repeat(16)}-01`,
    `00-${trace}-${span}`,
  ])("is none when it is wrong: %s", (text) => {
    expect(readTraceparent(text)).toBeUndefined()
  })
})

describe("the sampler", () => {
  it("keeps the share that it is told, and all or none at the ends", () => {
    const ids = Array.from({ length: 20_000 }, newTraceId)
    const kept = ids.filter((id) => isWithin(id, 0.1)).length
    // Five standard deviations of 20,000 draws at 0.1.
    expect(Math.abs(kept - 2_000)).toBeLessThan(5 * Math.sqrt(20_000 * 0.1 * 0.9))
    expect(ids.every((id) => isWithin(id, 1))).toBe(true)
    expect(ids.some((id) => isWithin(id, 0))).toBe(false)
  })

  it("answers alike for one trace everywhere", () => {
    const id = newTraceId()
    expect(isWithin(id, 0.3)).toBe(isWithin(id, 0.3))
    expect(isWithin(`${"f".repeat(18)}00000000000001`, 0.001)).toBe(true)
    expect(isWithin(`${"0".repeat(18)}ffffffffffffff`, 0.999)).toBe(false)
  })
})
