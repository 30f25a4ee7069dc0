/** The index finds what an exhaustive search finds, and forgets what it is told to. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { QuestionIndex } from "../../src/aliases/QuestionIndex.ts"

const dimensions = 32

const vectors = (count: number, seed: number): ReadonlyArray<Float32Array> => {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 0x1_0000_0000 - 0.5
  }
  return Array.from({ length: count }, () => Float32Array.from({ length: dimensions }, next))
}

const cosine = (a: Float32Array, b: Float32Array) => {
  const dot = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
  return dot / (Math.hypot(...a) * Math.hypot(...b))
}

describe("the index", () => {
  it("is empty until something is in it", () => {
    expect(new QuestionIndex(dimensions).near(new Float32Array(dimensions), 3)).toEqual([])
  })

  it("finds each of its own vectors first, with its similarity", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer(), (count, seed) => {
        const index = new QuestionIndex(dimensions)
        const all = vectors(count, seed)
        for (const [id, vector] of all.entries()) index.add(`${id}`, vector)
        for (const [id, vector] of all.entries()) {
          const [first] = index.near(vector, 3)
          expect(first?.text).toBe(`${id}`)
          expect(first?.similarity).toBeCloseTo(1, 1)
        }
      }),
      { numRuns: 10 },
    )
  })

  it("finds nearly all of what an exhaustive search finds", () => {
    const index = new QuestionIndex(dimensions)
    const all = vectors(2_000, 7)
    for (const [id, vector] of all.entries()) index.add(`${id}`, vector)
    let found = 0
    for (const query of vectors(50, 99)) {
      const exact = all
        .map((vector, id) => ({ id, similarity: cosine(query, vector) }))
        .toSorted((a, b) => b.similarity - a.similarity)
        .slice(0, 5)
      const near = new Set(index.near(query, 10).map(({ text }) => text))
      found += exact.filter(({ id }) => near.has(`${id}`)).length
    }
    expect(found / 250).toBeGreaterThan(0.85)
  })

  it("forgets and replaces", () => {
    const index = new QuestionIndex(dimensions)
    const [a, b] = vectors(2, 3)
    if (a === undefined || b === undefined) return
    index.add("one", a)
    index.add("one", b)
    expect(index.size).toBe(1)
    expect(index.near(b, 1)[0]?.similarity).toBeCloseTo(1, 1)
    index.keepOnly(new Set(["another"]))
    expect(index.has("one")).toBe(false)
    expect(index.near(b, 1)).toEqual([])
  })
})
