import { describe, expect, it } from "vitest"
import { askingCost, costText } from "../../src/answers/AskingCost.ts"
import { type CorpusEntry, problemText, readCorpus } from "../../src/answers/Corpus.ts"
import { contentsText } from "../../src/answers/CorpusContents.ts"

const entry = (more: object = {}, expected: object = { says: ["594"] }) => ({
  id: "en-1",
  class: "price",
  language: "en",
  turns: [{ ask: "How much is One Piece 105?", expect: expected }],
  ...more,
})

const problems = (...lines: ReadonlyArray<unknown>): ReadonlyArray<string> =>
  readCorpus(
    lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
    { ids: true },
  ).problems.map(problemText)

describe("a corpus", () => {
  it("is read whole, empty lines left out", () => {
    const expected = {
      first: "one-piece-v105-paperback",
      among: ["one-piece"],
      none: false,
      series: ["one-piece"],
      notSeries: ["naruto"],
      says: ["594"],
      saysOneOf: [["in stock", "available"]],
      never: ["620"],
      language: "en",
    }
    const lines = [JSON.stringify(entry({ user: "demo-01" }, expected)), "", ""]
    const { entries, problems: none } = readCorpus(lines.join("\n"), { ids: true })
    expect(none).toEqual([])
    expect(entries).toEqual([entry({ user: "demo-01" }, expected)])
  })

  it.each<[string, unknown, string]>([
    ["no JSON", "{", "line 1, (line): must be one JSON object"],
    ["a list", [], "line 1, (line): Expected object"],
    ["a missing field", { ...entry(), class: undefined }, "line 1, class: Missing key"],
    ["an unknown field", entry({ intent: "x" }), "line 1, intent: Expected no excess property"],
    ["a wrong language", entry({ language: "fr" }), 'line 1, language: Expected "en" | "ja"'],
    ["no turns", entry({ turns: [] }), "line 1, turns[0]: Missing key"],
    ["no expectation", entry({}, {}), "line 1, turns[0].expect: must expect something"],
    [
      "a wrong text",
      entry({}, { says: [594] }),
      "line 1, turns[0].expect.says[0]: Expected string",
    ],
    [
      "a misspelt expectation",
      entry({}, { say: ["594"] }),
      "line 1, turns[0].expect.say: Expected no excess property",
    ],
    [
      "an unknown product",
      entry({}, { first: "one-piece-105" }),
      "line 1, turns[0].expect.first: must be the id of a product of the catalogue, not one-piece-105",
    ],
    [
      "a product for a series",
      entry({}, { notSeries: ["one-piece-v105-paperback"] }),
      "line 1, turns[0].expect.notSeries: must be the id of a series of the catalogue",
    ],
    ["nothing", "", "line 1, (line): must be one JSON object: the file is empty"],
  ])("with %s says line, field and rule", (_, line, told) => {
    const all = problems(line)
    expect(all).toHaveLength(1)
    expect(all[0]).toContain(told)
  })

  it("names every wrong line, and ids that are given twice", () => {
    expect(problems(entry(), entry({ id: "en-2" }), entry(), entry({ id: "a b" }))).toEqual([
      "line 3, id: must differ from that of line 1",
      expect.stringContaining("line 4, id: Expected a string matching"),
    ])
  })

  it("may name products of another store where that is asked", () => {
    const other = JSON.stringify(entry({}, { first: "sku-1" }))
    expect(readCorpus(other, { ids: false }).problems).toEqual([])
  })

  it("is told in counts", () => {
    const { entries } = readCorpus(
      [entry(), entry({ id: "en-2", user: "demo-01" }, { series: ["naruto", "bleach"] })]
        .map((each) => JSON.stringify(each))
        .join("\n"),
      { ids: true },
    )
    const text = contentsText(entries)
    expect(text).toContain("2 questions in 2 turns, 1 of them of a customer who is signed in")
    expect(text).toMatch(/^price, en +2$/mu)
    expect(text).toMatch(/^series +1 +2 +2$/mu)
  })
})

describe("what asking costs", () => {
  it("counts each turn in each order, with what was said before it", () => {
    const one: CorpusEntry["turns"][number] = { ask: "How much?", expect: { says: ["1"] } }
    const single = askingCost([{ id: "a", class: "c", language: "en", turns: [one] }], 1)
    const double = askingCost([{ id: "a", class: "c", language: "en", turns: [one, one] }], 1)
    expect(single.questions).toBe(1)
    expect(double.questions).toBe(2)
    expect(double.inputTokens).toBeGreaterThan(2 * single.inputTokens)
    expect(askingCost([{ id: "a", class: "c", language: "en", turns: [one] }], 3)).toEqual({
      questions: 3,
      inputTokens: 3 * single.inputTokens,
      outputTokens: 3 * single.outputTokens,
    })
    expect(costText(single)).toMatch(/^1 questions: about [\d,]+ input tokens/u)
  })
})
