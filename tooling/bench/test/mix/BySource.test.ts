import { describe, expect, it } from "vitest"
import type { Figure } from "../../src/measure/Figure.ts"
import { latenciesBySource, sharesByPattern, sharesBySource } from "../../src/mix/BySource.ts"
import { costAtMost, costOf } from "../../src/mix/Cost.ts"
import type { Turn } from "../../src/mix/Play.ts"
import { spending } from "../../src/mix/Spending.ts"

const sonnet = "jp.anthropic.claude-sonnet-4-5-20250929-v1:0"
const usage = { inputTokens: 1_000, outputTokens: 100, cacheReadTokens: 0, cacheWriteTokens: 0 }

const visit = { session: "s", user: undefined, language: "en", asks: [], leavesMs: 1 } as const

type Source = NonNullable<Turn["end"]>["source"]

const turn = (source: Source, firstTokenMs: number, isFresh = source === "model"): Turn => ({
  id: "m",
  pattern: "trending",
  visit,
  outcome: "complete",
  ends: 1,
  firstTokenMs,
  firstProductsMs: firstTokenMs / 2,
  totalMs: firstTokenMs * 2,
  end: {
    type: "turn-end",
    turn: "t",
    id: "m",
    finish: "complete",
    source,
    ...(isFresh ? { model: sonnet, usage } : {}),
    degraded: [],
    budget: { totalMs: 2_000, usedMs: firstTokenMs },
    timeline: [{ stage: "recall", startMs: 0, endMs: 1, outcome: "miss" }],
  },
})

const failed: Turn = { id: "m", pattern: "trending", visit, outcome: "error timeout", ends: 1 }

const value = (figures: ReadonlyArray<Figure>, name: string) => {
  const found = figures.find((figure) => figure.name === name)
  if (found === undefined) throw new Error(`no figure ${name}`)
  return found.value
}

describe("answers by source", () => {
  const turns = [turn("exact", 10), turn("exact", 10), turn("model", 800), failed]

  it("counts each source, and what did not end well", () => {
    const figures = sharesBySource(turns)
    expect(value(figures, "answers by source: exact")).toBe(0.5)
    expect(value(figures, "answers by source: model")).toBe(0.25)
    expect(value(figures, "answers by source: none")).toBe(0.25)
    expect(value(figures, "answers that are not complete")).toBe(0.25)
  })

  it("takes a failed turn for no answer without the model, and a shared call for one", () => {
    expect(value(sharesBySource(turns), "answered without a fresh model call")).toBe(0.5)
    const shared = [...turns, turn("model", 700, false)]
    expect(value(sharesBySource(shared), "answered without a fresh model call")).toBe(0.6)
  })

  it("says why the others of a pattern were not answered ahead", () => {
    const [figure] = sharesByPattern(turns)
    expect(figure?.note).toContain("miss 1, error timeout 1")
  })

  it("keeps hits and misses apart, and the whole beside them", () => {
    const many = [
      ...Array.from({ length: 30 }, () => turn("exact", 10)),
      ...Array.from({ length: 30 }, () => turn("model", 800)),
    ]
    const figures = latenciesBySource(many)
    expect(value(figures, "exact, first token: p95")).toBeCloseTo(10, 1)
    expect(value(figures, "exact, first products: p50")).toBeCloseTo(5, 1)
    expect(value(figures, "model, first token: p50")).toBeCloseTo(800, -1)
    expect(value(figures, "model, complete: p95")).toBeCloseTo(1_600, -1)
    expect(value(figures, "all sources together, first token: p95")).toBeCloseTo(800, -1)
    expect(figures.some(({ name }) => name === "exact, first token: p99")).toBe(false)
  })

  it("counts what had no content in time, silence and the edge included", () => {
    const name = "without content within 2000 ms"
    expect(value(latenciesBySource([turn("exact", 10), failed]), name)).toBe(0.5)
    expect(value(latenciesBySource([turn("model", 2 * 1_991)]), name)).toBe(0)
    expect(value(latenciesBySource([turn("model", 2 * 1_993)]), name)).toBe(1)
  })
})

describe("what it costs", () => {
  it("is by the model's own prices", () => {
    expect(costOf(sonnet, usage)).toBeCloseTo((1_000 * 3.3 + 100 * 16.5) / 1e6, 10)
    expect(costOf(sonnet, { ...usage, inputTokens: 0, cacheReadTokens: 1_000 })).toBeCloseTo(
      (1_000 * 0.33 + 100 * 16.5) / 1e6,
      10,
    )
    expect(costAtMost(1_000, 100)).toBeCloseTo(costOf(sonnet, usage), 10)
  })

  it("refuses a model without a price", () => {
    expect(() => costOf("amazon.nova-lite-v1:0", usage)).toThrow(
      "no price of the model amazon.nova",
    )
  })

  it("is of all questions, and tells what else the model was asked for", () => {
    const figures = spending([turn("model", 800), turn("exact", 10)], { input: 5_000, output: 300 })
    expect(value(figures, "tokens of 1,000 questions: input of turns")).toBe(500_000)
    expect(value(figures, "tokens of 1,000 questions: input of all else")).toBe(2_000_000)
    expect(value(figures, "cost of 1,000 questions: turns")).toBeCloseTo(2.475, 3)
    expect(value(figures, "cost of 1,000 questions: if each had been a fresh call")).toBeCloseTo(
      4.95,
      3,
    )
  })
})
