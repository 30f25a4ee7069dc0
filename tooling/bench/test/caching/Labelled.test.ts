/** The labelled pairs as figures: counts that a reader can check. */
import { describe, expect, it } from "vitest"
import type { Measuring } from "../../src/command/Benchmark.ts"
import { labelled } from "../../src/caching/labelled/Labelled.ts"

/** "239 of 247 pairs, …": hits and all. */
const countsIn = (note: string | undefined): ReadonlyArray<number> =>
  /^(\d+) of (\d+) pairs/u
    .exec(note ?? "")
    ?.slice(1)
    .map(Number) ?? []

const measuring: Measuring = {
  quick: true,
  rounds: 1,
  seed: 1,
  folder: "nowhere",
  illustrate: () => {},
  missed: () => {},
  progress: { step: () => {}, done: () => {} },
  overRounds: () => Promise.resolve([]),
  overSteadyRounds: () => Promise.resolve([]),
}

describe("the labelled part", async () => {
  const figures = await labelled.measure(measuring)
  const named = (name: string) => figures.find((figure) => figure.name === name)

  it("gives each figure a name of its own, a share, and what it counts", () => {
    expect(new Set(figures.map(({ name }) => name)).size).toBe(figures.length)
    for (const { note, value } of figures) {
      const [hits = 0, all = 0] = countsIn(note)
      expect(value).toBeCloseTo((100 * hits) / all, 1)
    }
  })

  it("adds the languages up to all", () => {
    for (const half of ["first", "second"]) {
      const start = `paraphrases answered from the cache, ${half} half`
      const counts = ["all", "English", "Japanese"].map((of) =>
        countsIn(named(`${start}: ${of}`)?.note),
      )
      const [all = [], english = [], japanese = []] = counts
      expect(all).toEqual(english.map((count, at) => count + (japanese[at] ?? 0)))
    }
  })

  it("judges hits and false hits of both halves", () => {
    const judged = figures.filter(({ target }) => target !== null).map(({ name }) => name)
    for (const half of ["first", "second"]) {
      expect(judged).toContain(`paraphrases answered from the cache, ${half} half: all`)
      expect(judged).toContain(`others falsely answered, ${half} half: all`)
    }
  })
})
