/** What is looked up for a form: that which its answer is told by. */
import { isDeepStrictEqual } from "node:util"
import { assert, describe, expect, it } from "@effect/vitest"
import { planRetrieval } from "../src/retrieval/PlanRetrieval.ts"
import { read } from "./demoShop.ts"

const planOf = (text: string) => {
  const question = read(text)
  assert.isTrue(question.reading.known, text)
  return planRetrieval(question)
}

const idsOf = (text: string): ReadonlyArray<string> => {
  const plan = planOf(text)
  return plan.kind === "filter" ? plan.ids : []
}

describe("the plan of a form", () => {
  it.each(["When did Bleach start?", "when did one piece first come out", "AKIRAはいつの漫画?"])(
    "%s: begins with the first volume, whose day it is",
    (text) => {
      assert.match(idsOf(text)[0] ?? "", /-v1-paperback$/u)
    },
  )

  it.each([
    ["Is Naruto longer than Bleach?", ["bleach", "naruto"]],
    ["Which is longer, Naruto or Bleach?", ["bleach", "naruto"]],
    ["Which sold more, Naruto or One Piece?", ["naruto", "one-piece"]],
    ["ナルトの漫画を教えて", ["naruto"]],
  ])("%s: is told by the series", (text, series) => {
    assert.deepStrictEqual(idsOf(text).toSorted(), series)
  })

  it.each([
    ["Which is cheaper, Naruto or Bleach?", /^(?:naruto|bleach)-v1-paperback$/u],
    ["Is Naruto older than Bleach?", /^(?:naruto|bleach)-v1-paperback$/u],
    ["Is the digital edition of Nana 3 cheaper than the paperback?", /^nana-v3-paperback$/u],
  ])("%s: is told by copies, those that are named", (text, first) => {
    assert.match(idsOf(text)[0] ?? "", first)
  })

  it("of the cheapest complete set is a list of bundles by price", () => {
    const plan = planOf("全巻セットで一番安いのはどれですか？")
    assert.deepInclude(plan, {
      kind: "filter",
      filter: [{ term: { kind: "series" } }],
      sort: [{ price: "asc" }, { popularity: "desc" }, { id: "asc" }],
    })
  })

  it.each([
    ["What manga is good for a 16-year-old?", "meaning"],
    ["中学生向けの漫画のおすすめは？", "meaning"],
    ["Manga for 8-year-olds?", "filter"],
  ])("%s: asks for its readers", (text, kind) => {
    assert.strictEqual(planOf(text).kind, kind)
  })
})

describe("a search by meaning", () => {
  it.each([
    "Something about sailors and the sea",
    "A story of a lonely baker under 600 yen",
    "A digital manga about a haunted lighthouse",
    "A box set with a story about grief and cooking",
    "Something like Monster in paperback",
    "孤独な灯台守の話で、電子版があるもの",
  ])("looks among the entries of series alone, which have vectors: %s", (text) => {
    const plan = planRetrieval(read(text))
    assert(plan.kind === "meaning")
    const isEntry = plan.filter.some(
      ({ term = {} }) =>
        isDeepStrictEqual(term, { kind: "series" }) || isDeepStrictEqual(term, { volume: 1 }),
    )
    assert.isTrue(isEntry)
  })
})

describe("the reading of a text without a form", () => {
  it.each([
    ["which one is cheaper?", { selfContained: false }],
    ["how many volumes are there?", { selfContained: false, intent: "title-lookup" }],
    ["ok then 112", { selfContained: false }],
    ["来月発売の漫画", { intent: "new-releases", reads: "coming" }],
    ["¿Cuánto cuesta One Piece volumen 5?", { slots: { series: ["one-piece"], volume: 5 } }],
    ['Is there a manga called "The Great Adventure of Bob"?', { slots: { genres: [] } }],
    ["oldest manga in the store", { wish: { byYear: "asc" } }],
    ["goodbye", { intent: "greeting" }],
  ])("of %s", (text, expected) => {
    expect(read(text)).toMatchObject(expected)
  })

  it("looks up the same story where a sequel is asked for, else what its authors made", () => {
    const shown = (text: string) => JSON.stringify(planRetrieval(read(text)))
    expect(shown("僕のヒーローアカデミアのスピンオフって出てる？")).toContain(
      "my-hero-academia-vigilantes",
    )
    expect(shown("七つの大罪の続編は何て漫画？")).toContain("nakaba suzuki")
  })

  it("looks for what shares two genres with a title, else one", () => {
    const plan = planRetrieval(read("頭文字Dみたいな漫画、ほかにない？"))
    const both = {
      bool: { filter: [{ term: { genres: "sports" } }, { term: { genres: "action" } }] },
    }
    expect(plan).toMatchObject({ kind: "meaning", otherwise: { kind: "meaning" } })
    expect("filter" in plan && plan.filter).toContainEqual({ bool: { should: [both] } })
  })

  it("looks up nothing where nothing is named, and by what it narrows down", () => {
    expect(planRetrieval(read("what else did he write?"))).toEqual({ kind: "none" })
    expect(planRetrieval(read("long series over 50 volumes"))).toMatchObject({
      kind: "filter",
      filter: [{ term: { kind: "series" } }, { range: { volumes: { gte: 51 } } }],
    })
  })
})
