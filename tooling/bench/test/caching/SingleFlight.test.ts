/** What is made of what the callers of several processes heard. */
import { expect, it } from "vitest"
import { outcomeOf } from "../../src/caching/SingleFlight.ts"

it("adds up the computations, and times those who follow from the model's first words", () => {
  const leading = { computed: 1, firstAt: [1_000], heardAt: [1_000, 1_000, 1_000] }
  const following = { computed: 0, firstAt: [], heardAt: [1_002, 1_002, 1_008] }
  expect(outcomeOf([leading, following])).toEqual({ computed: 1, p50: 2, p99: 8 })
})

it("times everybody where each process computes for itself", () => {
  const early = { computed: 1, firstAt: [1_000], heardAt: [1_100, 1_100] }
  const late = { computed: 1, firstAt: [1_050], heardAt: [1_150] }
  const { computed, p50, p99 } = outcomeOf([early, late])
  expect(computed).toBe(2)
  expect(p50).toBeCloseTo(100, 0)
  expect(p99).toBeCloseTo(150, 0)
})
