import { expect, it } from "vitest"
import { pathMs } from "../../src/laboratory/PlayedTimes.ts"
import { after, before, switched, type Technique } from "../../src/laboratory/Technique.ts"

it("is edge 8, embedding and search 65, prices 8 and model 680 with everything on", () => {
  expect(pathMs(after)).toBe(8 + 65 + 8 + 680)
})

it("is the document's bars and what it leaves out with everything off", () => {
  const bars = 12 + 3 + 12 + 150 + 800 + 40 + 3 + 10
  // Hops, the embedding's own connection and network, the session's Redis and second read, prices.
  const leftOut = 19.5 + (15 + 37.5) + (3 + 12) + 12
  expect(pathMs(before)).toBeCloseTo(bars + leftOut)
})

it.each<[Technique, number, number]>([
  ["endpoints", 15 + 12 + 4 + 15, 15 + 12 + 4 + 15 + (1.5 + 8) + 1.5 + (1.5 + 5)],
  ["filtered-search", 73, 73],
  ["prefetch", 1.5 + 8, 3 + 24],
  ["parallel-reads", 1.5, 3 + 12],
  ["sinks-off-path", 40 + 1.5 + 5, 40 + 3 + 10],
  ["pruning", 0, 0],
  ["keep-alive", 4 + 2 * 27.5, 4 + 2 * 37.5],
  ["dns-cache", 0, 20],
  ["one-process", 19.5, 19.5],
  ["products-first", 0, 0],
])("%s: missing alone from after, there alone in before", (technique, off, on) => {
  expect(pathMs(switched(after, false, technique)) - pathMs(after)).toBeCloseTo(off)
  expect(pathMs(before) - pathMs(switched(before, true, technique))).toBeCloseTo(on)
})
