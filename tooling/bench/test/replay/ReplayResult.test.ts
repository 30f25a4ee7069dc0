import { expect, it } from "vitest"
import type { ObservedTurn } from "../../src/laboratory/TurnLoad.ts"
import { resultOf, sideOf } from "../../src/replay/Replay.ts"

const turn = (
  firstTokenMs: number,
  more: Partial<Pick<ObservedTurn, "firstProductsMs">> = {},
): ObservedTurn => ({
  question: "q",
  intendedAt: 1_000,
  sentMs: 8,
  arrivedMs: 10,
  firstTokenMs,
  firstProductsMs: undefined,
  stages: [{ stage: "model", startMs: 90, endMs: firstTokenMs - 15, outcome: "ok" }],
  ...more,
})

/** Three digits of a figure are kept. */
const about = (ms: number): unknown => expect.closeTo(ms, -1)

const before = sideOf("before", {
  turns: [turn(1_100), turn(1_200), turn(1_300)],
  failures: [],
})

it("draws the median turn beside the document's bars", () => {
  expect(before).toMatchObject({
    turns: 3,
    firstTokenMs: { p50: about(1_200) },
    firstContentMs: { p50: about(1_200) },
    sourceMs: 1_100,
    failures: [],
  })
  const [edge, wayIn, model] = before.stages
  expect(edge).toEqual({ stage: "edge", startMs: 0, endMs: 8, source: { startMs: 0, endMs: 12 } })
  // The document has no such bar.
  expect(wayIn).toEqual({ stage: "way-in", startMs: 8, endMs: 10, source: undefined })
  expect(model).toMatchObject({
    stage: "model",
    startMs: 100,
    source: { startMs: 190, endMs: 990 },
  })
})

it("takes what the customer sees first for the first content, and tells what has no figure", () => {
  const failures = ["socket lost", "answered by catalogue"]
  const after = sideOf("after", { turns: [turn(800, { firstProductsMs: 90 })], failures })
  expect(after).toMatchObject({
    turns: 1,
    firstTokenMs: { p50: about(800) },
    firstContentMs: { p50: about(90) },
    failures,
  })
  const { savedMs } = resultOf(["q"], { before, after })
  expect(savedMs.firstToken).toBeCloseTo(400, -1)
  expect(savedMs.firstContent).toBeCloseTo(1_110, -1)
})

it("is no result where the model answered nothing", () => {
  expect(() => sideOf("after", { turns: [], failures: [] })).toThrow(/after: the model/)
  expect(() => sideOf("before", { turns: [], failures: ["no answer"] })).toThrow(/no answer/)
})
