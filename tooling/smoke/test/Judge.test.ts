import { describe, expect, it } from "vitest"
import type { Answer } from "../src/Answer.ts"
import { isDoubtful, judge } from "../src/Judge.ts"
import { type Question, questions } from "../src/Questions.ts"

const well = ({ products, repeated, text }: Question): Answer => ({
  text,
  products: products ? 3 : 0,
  wordsFirst: false,
  firstContentMs: 400,
  source: repeated === true ? "precomputed" : "model",
  degraded: [],
  stages: new Map([["model", "ok"]]),
  slowest: { stage: "model", usedMs: 300 },
  failure: undefined,
})

/** All answers but as `fields` says for those that `concerns`. */
const asked = (
  fields: Partial<Answer>,
  concerns: (question: Question, index: number) => boolean = () => true,
) =>
  questions.map((question, index) => {
    const answer = well(question)
    return [question, concerns(question, index) ? { ...answer, ...fields } : answer] as const
  })

const found = (...args: Parameters<typeof asked>) =>
  judge(asked(...args), 2_000).map(({ what }) => what)

describe("ten answers", () => {
  it("are well", () => {
    expect(found({})).toEqual([])
  })

  it.each<[string, Partial<Answer>]>([
    [
      "the model is throttled",
      {
        degraded: ["model-unavailable"],
        source: "catalogue",
        stages: new Map([["model", "throttled"]]),
      },
    ],
    ["the model does not answer", { degraded: ["catalogue-answer"], source: "catalogue" }],
    ["the chosen model does not answer, the other one does", { degraded: ["model-fallback"] }],
    ["the product index cannot be asked", { degraded: ["retrieval-failed"] }],
    ["a table cannot be read", { degraded: ["facts-failed"] }],
    ["a table cannot be read", { stages: new Map([["prefetch", "conversation failed"]]) }],
    ["the answer cache does not serve what was just answered", { source: "model" }],
    ["text came before products", { wordsFirst: true }],
    ["the identity was refused", { failure: { kind: "identity", detail: "" } }],
    ["nobody answers at this address", { failure: { kind: "unreachable", detail: "" } }],
    [
      "the certificate is not of this name, not trusted or out of date",
      { failure: { kind: "certificate", detail: "" } },
    ],
  ])("name the one reason: %s", (what, fields) => {
    expect(found(fields)).toEqual([what])
  })

  it.each([
    ["access-denied", "the model gives no access"],
    ["validation", "the model refuses the request as invalid"],
    ["connection", "the model cannot be reached"],
    ["first-token-timeout", "the model answers too late"],
  ])("name the real cause of a model that is missing: %s", (outcome, what) => {
    const stages = new Map([
      ["model", "ok"],
      ["model-2", outcome],
    ])
    expect(found({ degraded: ["catalogue-answer"], source: "catalogue", stages })).toEqual([what])
    const failure = { kind: "refused", code: "model-unavailable", detail: "" } as const
    expect(found({ failure, stages })).toEqual([what])
  })

  it.each([
    ["model-budget", "the models have answered as much as they may in this hour"],
    ["customer-budget", "the smoke test's customer has asked as much as one may in this hour"],
  ])("name a budget that is spent, whatever answers in the model's place: %s", (code, what) => {
    for (const [source, rung] of [
      ["catalogue", "catalogue-answer"],
      ["stale", "stale-answer"],
    ]) {
      expect(found({ degraded: [rung ?? "", code], source })).toEqual([what])
    }
  })

  it.each([
    ["busy", "the server is full or still busy with the question before"],
    ["rate-limited", "the limits of this user or address are used up"],
    ["shutting-down", "the task is being replaced"],
  ])("say what the server says: %s", (code, what) => {
    expect(found({ failure: { kind: "refused", code, detail: "" } })).toEqual([what])
  })

  it("blame the cache that cannot be read", () => {
    expect(found({ source: "model", degraded: ["recall-failed"] })).toEqual([
      "the answer cache does not serve what was just answered",
    ])
  })

  it("blame no cache for what may not be kept", () => {
    const degraded = ["model-fallback"]
    const [what, ...more] = found({ source: "model", degraded }, ({ text }) =>
      text.includes("trending"),
    )
    expect([what, more]).toEqual(["the chosen model does not answer, the other one does", []])
  })

  it.each([
    [{ stage: "search", usedMs: 2_400 }, "search: the stage"],
    [{ stage: "model", usedMs: 900 }, "what lies between"],
  ])("say whose time it was: %o", (slowest, look) => {
    const late = judge(asked({ firstContentMs: 2_500, slowest }), 2_000)
    expect(late.map((each) => each.look.slice(0, look.length))).toEqual([look])
  })

  it.each<[string, Partial<Answer>, boolean]>([
    ["well", {}, false],
    ["late", { firstContentMs: 2_500 }, true],
    ["degraded", { degraded: ["retrieval-late"] }, true],
    ["refused", { failure: { kind: "refused", code: "busy", detail: "" } }, true],
    ["of another's identity", { failure: { kind: "identity", detail: "" } }, false],
  ])("are asked again where that may help: %s", (_, fields, again) => {
    expect(asked(fields).map((each) => isDoubtful(each, 2_000))).toEqual(questions.map(() => again))
  })

  it("name the questions that find nothing in an empty index", () => {
    const [what = "", ...more] = found({ products: 0 }, ({ text }) => text.includes("horror"))
    expect(what).toContain("Show me horror manga")
    expect(more).toEqual([])
  })

  it("may be late once, and not twice", () => {
    expect(found({ firstContentMs: 2_500 }, (_, index) => index === 0)).toEqual([])
    expect(found({ firstContentMs: 2_500 }, (_, index) => index < 2)).toEqual([
      "2 of 10 answers began later than 2000 ms, the last after 2500 ms",
    ])
    expect(judge(asked({}), 300)).toHaveLength(1)
  })

  it.each(["facts-late", "retrieval-late"])("may have one late read, and not two: %s", (code) => {
    expect(found({ degraded: [code] }, (_, index) => index === 0)).toEqual([])
    expect(found({ degraded: [code] }, (_, index) => index < 2)).toHaveLength(1)
  })

  it("without any content are late", () => {
    expect(found({ firstContentMs: undefined }, (_, index) => index < 2)).toHaveLength(1)
  })
})
