import { describe, expect, it } from "vitest"
import { contentsText } from "../src/ListContents.ts"
import { demoStore } from "../src/oracle/StoreData.ts"
import { problemText, readQuestionList } from "../src/QuestionList.ts"
import { corpusEntries, dialogueEntries, moreEntries } from "./repositoryLists.ts"

const store = demoStore("2026-11-24")

const entry = (more: object = {}, turn: object = {}) => ({
  id: "a-en-s001",
  kind: "single",
  language: "en",
  turns: [
    { ask: "how much is one piece 105", needs: [{ series: "one-piece", paper: "105" }], ...turn },
  ],
  ...more,
})

const problems = (...lines: ReadonlyArray<unknown>): ReadonlyArray<string> =>
  readQuestionList(
    lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"),
    store,
  ).problems.map(problemText)

const needs = (...all: ReadonlyArray<object>) => entry({}, { needs: all })

describe("a question list", () => {
  it("is read whole, empty lines left out", () => {
    const all = entry({
      kind: "conversation",
      user: "demo-05",
      turns: [
        { ask: "hi" },
        {
          ask: "and my orders?",
          right: "What they hold.",
          needs: [
            { series: "one-piece", facts: ["author", "next"] },
            { series: "one-piece", digital: "1-3, 7", only: "price" },
            { series: "one-piece", bundle: true },
            { series: "one-piece", boxes: "all" },
            { policy: "gift" },
            { orders: "newest" },
            { order: "MA-05-0001" },
            { customer: ["priceMax"] },
            { now: "time" },
          ],
          search: { genres: ["food"], not: { status: ["ongoing"] }, like: "blue-lock", least: 1 },
        },
      ],
    })
    const read = readQuestionList(`${JSON.stringify(all)}\n\n`, store)
    expect(read).toEqual({ entries: [all], problems: [] })
    expect(contentsText(read.entries, store)).toMatch(/^facts: author +1$/mu)
  })

  it.each<[string, unknown, string]>([
    ["no JSON", "{", "line 1, (line): must be one JSON object"],
    ["another field", entry({ class: "price" }), "line 1, class: Expected no excess property"],
    ["a need of no kind", needs({ series: "monster", says: ["594"] }), "line 1, turns[0].needs[0]"],
    ["a series that is not there", needs({ series: "bob", facts: ["author"] }), "no series bob"],
    ["a volume that is not there", needs({ series: "monster", paper: "99" }), "has nothing"],
    ["somebody else's order", needs({ order: "MA-05-0001" }), "has nothing of the kind"],
    [
      "an unknown genre",
      entry({}, { search: { genres: ["sport"] } }),
      "the catalogue has no sport",
    ],
    ["a conversation of one turn", entry({ kind: "conversation" }), "a single has one turn"],
    ["an unknown customer", entry({ user: "demo-99" }), "must be a customer of the store"],
    ["an empty file", "", "the file is empty"],
  ])("with %s is refused", (_, line, problem) => {
    const found = problems(line)
    expect(found.join("\n")).toContain(problem)
  })

  it("judges the last turn alone, under an id of its own", () => {
    const judged = { ask: "hi", needs: [{ policy: "gift" }] }
    expect(problems(entry({ kind: "conversation", turns: [judged, judged] }))).toEqual([
      "line 1, turns[0]: only the last turn is judged",
    ])
    expect(problems(entry(), entry())).toEqual(["line 2, id: must differ from that of line 1"])
  })
})

it("the repository's own questions are entries of such lists", () => {
  const all = [...corpusEntries, ...moreEntries, ...dialogueEntries]
  expect(problems(...all)).toEqual([])
  expect(all.length).toBeGreaterThan(250)
})
