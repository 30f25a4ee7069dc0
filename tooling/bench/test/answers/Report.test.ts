import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { answersText } from "../../src/answers/AnswersReport.ts"
import {
  type AnswersResult,
  type JudgedEntry,
  readAnswers,
  writeAnswers,
} from "../../src/answers/AnswersResult.ts"
import { compareAnswers, comparisonText } from "../../src/answers/CompareAnswers.ts"
import { dependences } from "../../src/answers/OrderDependence.ts"
import { ordered } from "../../src/answers/Ordering.ts"
import { InvalidResult } from "../../src/result/Result.ts"
import { wilsonInterval } from "../../src/measure/Statistics.ts"

const folder = mkdtempSync(join(tmpdir(), "answers-"))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const entry = (id: string, right: boolean, more: Partial<JudgedEntry> = {}): JudgedEntry => ({
  id,
  class: id.split("-")[0] ?? "",
  language: "en",
  turns: [
    {
      ask: `ask ${id}`,
      answer: "It costs ¥1.",
      products: [],
      outcome: "complete",
      degraded: [],
      source: "model",
      intent: "other",
      unmet: right ? [] : [{ rule: "says", wanted: "594", got: "It costs ¥1." }],
      ...(right ? {} : { cause: "model alone" as const }),
      stated: { facts: 2, computed: 1, nowhere: [{ kind: "figure" as const, text: "¥1" }] },
    },
  ],
  ...more,
})

const result = (entries: ReadonlyArray<JudgedEntry>): AnswersResult => ({
  kind: "answers",
  corpus: "corpora/mine.jsonl",
  sha256: "ab",
  date: "2026-11-27T00:00:00.000Z",
  seed: 1,
  parallel: 4,
  runs: [
    { ordering: "forward", inputTokens: 10, outputTokens: 5, askedAgain: 0, entries },
    { ordering: "reversed", inputTokens: 10, outputTokens: 5, askedAgain: 0, entries },
  ],
  dependences: [],
})

describe("a report", () => {
  const text = answersText(
    result([entry("price-1", true), entry("price-2", false), entry("policy-1", true)]),
  )

  it("has shares with Wilson's interval, by class, cause and order", () => {
    expect(text).toMatch(/^forward +2 +3 +66\.7 +20\.8 +93\.9 /mu)
    expect(text).toMatch(/^price +1 +2 +50\.0 +9\.5 +90\.5 +1$/mu)
    expect(text).toMatch(/^model alone +1 +1$/mu)
    expect(text).toMatch(/^price +0 +0 +1 +0$/mu)
    expect(text).toMatch(/^facts in the prompt, forward +3 +3 +100\.0/mu)
  })

  it("tells each failure with what was asked, wanted and said, and what comes from nowhere", () => {
    expect(text).toContain("price-2 (price): model alone [model; other]")
    expect(text).toContain("  asked:  ask price-2\n  says: 594\n  answer: It costs ¥1.")
    expect(text).toContain(
      "12 figures, dates, titles and stock statements in the facts, 6 computed",
    )
    expect(text).toContain("price-1, turn 1, forward: figure ¥1")
  })
})

describe("Wilson's interval", () => {
  // Published values at 95 %.
  it.each([
    [0, 10, 0, 0.2775],
    [5, 10, 0.2366, 0.7634],
    [81, 263, 0.2553, 0.3662],
  ])("of %i in %i", (right, asked, low, high) => {
    const interval = wilsonInterval(right, asked)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })
})

describe("a result file", () => {
  it("comes back as it was written, in a folder or under a name", () => {
    const written = result([entry("price-1", false)])
    expect(readAnswers(writeAnswers(folder, written))).toEqual(written)
    expect(writeAnswers(folder, written)).toBe(join(folder, "mine.json"))
    const named = join(folder, "deeper", "named.json")
    expect(writeAnswers(named, written)).toBe(named)
  })

  it("is refused with the field where it is another", () => {
    const file = join(folder, "wrong.json")
    writeFileSync(file, JSON.stringify({ ...result([]), seed: "x" }))
    expect(() => readAnswers(file)).toThrow(InvalidResult)
    expect(() => readAnswers(file)).toThrow(/seed/u)
    expect(() => readAnswers(join(folder, "absent.json"))).toThrow(/ENOENT/u)
  })
})

describe("two runs", () => {
  it("are compared by question, with the likelihood of such changes by chance", () => {
    const ids = ["a", "b", "c", "d", "e", "f"]
    const before = result([...ids.map((id) => entry(id, false)), entry("g", true)])
    const after = result([...ids.map((id) => entry(id, true)), entry("h", true)])
    const compared = compareAnswers(before, after)
    expect(compared).toMatchObject({
      better: ids,
      worse: [],
      otherCause: [],
      onlyInOne: ["g", "h"],
    })
    expect(compared.byChance).toBeCloseTo(2 / 64, 10)
    expect(compareAnswers(before, before).byChance).toBe(1)
    expect(comparisonText(before, after)).toContain("6 now right: a, b, c, d, e, f")
    expect(compareAnswers(after, before).worse).toEqual(ids)
  })
})

describe("orders of asking", () => {
  it("have the same entries, and a shuffle is its seed's", () => {
    const all = Array.from({ length: 50 }, (_, index) => index)
    expect(ordered(all, "forward", 1)).toEqual(all)
    expect(ordered(all, "reversed", 1)).toEqual(all.toReversed())
    const shuffled = ordered(all, "shuffled", 1)
    expect(shuffled).not.toEqual(all)
    expect(shuffled.toSorted((one, other) => one - other)).toEqual(all)
    expect(ordered(all, "shuffled", 1)).toEqual(shuffled)
    expect(ordered(all, "shuffled", 2)).not.toEqual(shuffled)
  })

  it("matter where products, facts or the outcome differ, and not where words do", () => {
    const told = (answer: string, ids: ReadonlyArray<string> = [], outcome = "complete") => ({
      answer,
      outcome,
      products: ids.map((id) => ({
        id,
        title: id,
        price: { amount: 1, currency: "JPY" },
        inStock: true,
      })),
    })
    const run = (
      ordering: "forward" | "reversed",
      all: ReadonlyArray<ReturnType<typeof told>>,
    ) => ({
      ordering,
      turns: all.map((each, index) => ({ id: `q-${index}`, turn: 0, told: each })),
    })
    const found = dependences([
      run("forward", [told("It is ¥594."), told("¥1"), told("x", ["a"]), told("x")]),
      run("reversed", [
        told("The price: ¥594!"),
        told("¥2"),
        told("x", ["b"]),
        told("", [], "error timeout"),
      ]),
    ])
    expect(found.map(({ differs, id }) => [id, differs])).toEqual([
      ["q-1", "facts"],
      ["q-2", "products"],
      ["q-3", "outcome"],
    ])
    expect(found[0]?.by).toEqual([
      { ordering: "forward", got: "figure ¥1" },
      { ordering: "reversed", got: "figure ¥2" },
    ])
  })
})
