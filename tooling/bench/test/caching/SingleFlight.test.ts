/** What is made of what the callers of several processes heard. */
import { expect, it } from "vitest"
import { outcomeOf } from "../../src/caching/SingleFlight.ts"

it("adds up the computations, and times those who follow from the model's first words", () => {
  const leading = { computed: 1, firstAt: [1_000], heardAt: [1_000, 1_000, 1_000] }
  const following = { computed: 0, firstAt: [], heardAt: [1_002, 1_002, 1_008] }
  const { computed, p50, p99 } = outcomeOf([leading, following])
  expect(computed).toBe(1)
  expect(p50).toBeCloseTo(2, 1)
  expect(p99).toBeCloseTo(8, 1)
})

it("times everybody where each process computes for itself", () => {
  const early = { computed: 1, firstAt: [1_000], heardAt: [1_100, 1_100] }
  const late = { computed: 1, firstAt: [1_050], heardAt: [1_150] }
  const { computed, p50, p99 } = outcomeOf([early, late])
  expect(computed).toBe(2)
  expect(p50).toBeCloseTo(100, 0)
  expect(p99).toBeCloseTo(150, 0)
})
