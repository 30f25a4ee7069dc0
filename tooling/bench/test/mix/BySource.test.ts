import { describe, expect, it } from "vitest"
import type { Figure } from "../../src/measure/Figure.ts"
import { figuresOf } from "../../src/command/Row.ts"
import { mixFigures } from "../../src/mix/MixFigures.ts"
import { costAtMost, costOf } from "../../src/mix/Cost.ts"
import type { Turn } from "../../src/mix/Play.ts"

const sonnet = "jp.anthropic.claude-sonnet-4-5-20250929-v1:0"
const usage = { inputTokens: 1_000, outputTokens: 100, cacheReadTokens: 0, cacheWriteTokens: 0 }

const visit = { session: "s", user: undefined, asks: [], leavesMs: 1 } as const

type Source = NonNullable<Turn["end"]>["source"]

const message = { id: "m", text: "?", deltas: 1, intended: 0, abandoned: false }

const turn = (source: Source, firstTokenMs: number, isFresh = source === "model"): Turn => ({
  ...message,
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

const failed: Turn = { ...message, pattern: "trending", visit, outcome: "error timeout", ends: 1 }

const value = (figures: ReadonlyArray<Figure>, name: string) => {
  const found = figures.find((figure) => figure.name === name)
  if (found === undefined) throw new Error(`no figure ${name}`)
  return found.value
}

const hits = { redis: [5], memory: [1], plain: [1] }
const figuresOfTurns = (turns: ReadonlyArray<Turn>) => figuresOf([{ ...hits, turns }], mixFigures())

describe("answers by source", () => {
  const turns = [turn("exact", 10), turn("exact", 10), turn("model", 800), failed]

  it("counts each source, and what did not end well", () => {
    const figures = figuresOfTurns(turns)
    expect(value(figures, "answers by source: exact")).toBe(0.5)
    expect(value(figures, "answers by source: model")).toBe(0.25)
    expect(value(figures, "answers by source: none")).toBe(0.25)
    expect(value(figures, "answers by source: stale")).toBe(0)
  })

  it("takes a failed turn for no answer without the model, and a shared call for one", () => {
    const name = "answered without a fresh model call"
    const figures = figuresOfTurns(turns)
    expect(value(figures, name)).toBe(0.5)
    expect(value(figuresOfTurns([...turns, turn("model", 700, false)]), name)).toBe(0.6)
    const { note } = figures.find((figure) => figure.name === name) ?? {}
    expect(note).toBe("trending 50 % of 4 (miss 1, error timeout 1)")
  })

  it("keeps misses apart from the whole", () => {
    const figures = figuresOfTurns([
      ...Array.from({ length: 30 }, () => turn("exact", 10)),
      ...Array.from({ length: 30 }, () => turn("model", 800)),
    ])
    expect(value(figures, "model, first token: p50")).toBeCloseTo(800, -1)
    expect(value(figures, "model, first products: p50")).toBeCloseTo(400, -1)
    expect(value(figures, "all sources together, first content: p50")).toBeCloseTo(5, 1)
    expect(value(figures, "all sources together, first token: p95")).toBeCloseTo(800, -1)
  })

  it("counts what had no content in time, silence and the edge included", () => {
    const name = "without content within 2000 ms"
    const of = (...some: ReadonlyArray<Turn>) =>
      value(figuresOfTurns([...some, turn("model", 10), turn("model", 10)]), name)
    expect(of(turn("exact", 10), failed)).toBe(0.25)
    expect(of(turn("model", 2 * 1_991))).toBe(0)
    expect(of(turn("model", 2 * 1_993))).toBeCloseTo(1 / 3, 4)
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

  it("is of all questions", () => {
    const figures = figuresOfTurns([turn("model", 800), turn("exact", 10)])
    expect(value(figures, "cost of 1,000 questions: turns")).toBeCloseTo(2.475, 3)
    expect(value(figures, "cost of 1,000 questions: if each had been a fresh call")).toBeCloseTo(
      4.95,
      3,
    )
  })
})
