import { InvalidResult } from "@manga-assist/bench/result/JsonFile"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { answersSummary, answersText, comparisonText } from "../src/AnswersReport.ts"
import {
  type AnswersResult,
  type JudgedEntry,
  readAnswers,
  writeAnswers,
} from "../src/AnswersResult.ts"
import { ordered } from "../src/asking/Ordering.ts"
import { wilsonInterval } from "../src/WilsonInterval.ts"

const folder = mkdtempSync(join(tmpdir(), "answers-"))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const entry = (
  id: string,
  missing: ReadonlyArray<string> = [],
  more: Partial<JudgedEntry> = {},
) => ({
  id,
  kind: "single",
  language: "en",
  ask: `ask ${id}`,
  answer: "It costs ¥1.",
  products: ["monster"],
  outcome: "complete",
  source: "model",
  needy: true,
  missing,
  tokens: 100,
  locale: "en",
  ...more,
})

const result = (
  forward: ReadonlyArray<JudgedEntry>,
  reversed: ReadonlyArray<JudgedEntry> = forward,
): AnswersResult => ({
  kind: "facts",
  list: "lists/mine.jsonl",
  sha256: "ab",
  date: "2026-11-27T00:00:00.000Z",
  seed: 1,
  runs: [
    { ordering: "forward", entries: forward },
    { ordering: "reversed", entries: reversed },
  ],
})

describe("a report", () => {
  const small = entry("d", [], { needy: false, tokens: 300, locale: "ja" })
  const all = result(
    [entry("a"), entry("b", ["monster price: 594"]), entry("c"), small],
    [entry("a"), entry("b", ["monster price: 594"]), entry("c", ["store day: 2026-11-24"]), small],
  )

  it("counts entries whose facts are held in every order, with Wilson's interval", () => {
    const text = answersText(all)
    expect(text).toMatch(/^single, en +1 +3 +33\.3 +6\.1 +79\.2 +2 +1$/mu)
    expect(text).toMatch(/^all +1 +3 /mu)
    expect(text).toContain("1 more need nothing of the store, 1 of them answered")
    expect(text).toContain("last message: 150 tokens in the mean, 300 at the 95th percentile")
    expect(text).toContain("another language than the entry's: 1 (d)")
  })

  it("tells what is missing, and what depends on the order", () => {
    const text = answersText(all)
    expect(text).toContain("b (single, complete, model): ask b\n  monster price: 594")
    expect(text).toContain("c (single, complete, model): ask c\n  store day: 2026-11-24")
    expect(text).toContain(
      "1 depend on the order of asking\nc\n  forward: complete; nothing missing",
    )
    expect(JSON.parse(answersSummary(all))).toMatchObject({ unheld: ["b", "c"] })
  })

  it("does not count what was not answered", () => {
    const text = answersText(result([entry("a", [], { outcome: "error timeout" })]))
    expect(text).toMatch(/^all +0 +1 /mu)
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
    const written = result([entry("a", ["x"])])
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

  it("is put beside an earlier one", () => {
    const before = result([entry("a", ["x"]), entry("b"), entry("only before")])
    const after = result([entry("a"), entry("b", ["x"])])
    const text = comparisonText(before, after)
    expect(text).toContain("2 entries in both: 1 held before, 1 after")
    expect(text).toContain("1 now held: a\n1 no longer held: b")
  })
})

it("orders of asking have the same entries, and a shuffle is its seed's", () => {
  const all = Array.from({ length: 50 }, (_, index) => index)
  expect(ordered(all, "forward", 1)).toEqual(all)
  expect(ordered(all, "reversed", 1)).toEqual(all.toReversed())
  const shuffled = ordered(all, "shuffled", 1)
  expect(shuffled).not.toEqual(all)
  expect(shuffled.toSorted((one, other) => one - other)).toEqual(all)
  expect(ordered(all, "shuffled", 1)).toEqual(shuffled)
  expect(ordered(all, "shuffled", 2)).not.toEqual(shuffled)
})
