import { describe, expect, it } from "vitest"
import { readEvalCommand } from "../../src/eval/EvalOptions.ts"
import { costText } from "../../src/eval/EvalReport.ts"

describe("the command line of eval", () => {
  it("reads lists with their options, and one call", () => {
    const words = ["a.jsonl", "b.jsonl", "--model", "m", "--tools", "off", "--samples=3", "--yes"]
    expect(readEvalCommand(words)).toMatchObject({
      kind: "ask",
      options: { lists: ["a.jsonl", "b.jsonl"], model: "m", tools: "off", samples: 3, yes: true },
    })
    const call = ["call", "--url", "http://x", "--turn", "t.json", "price_of", "{}"]
    expect(readEvalCommand(call)).toEqual({
      kind: "call",
      call: { url: "http://x", turn: "t.json", name: "price_of", input: "{}" },
    })
    expect(readEvalCommand(["--help"])).toEqual({ kind: "help" })
  })

  it.each([
    [[], "eval needs a question list"],
    [["a", "--fast"], "unknown option --fast"],
    [["a", "--samples", "0"], "--samples must be a whole number from 1 to 20"],
    [["a", "--tools", "maybe"], "--tools must be on or off"],
    [["a", "--tools", "on", "--url", "http://x"], "--tools is a setting of a store"],
    [["a", "--turn", "t"], "--turn is for eval call"],
    [["call", "price_of", "{}"], "call needs --url, --turn"],
    [["call", "--url", "u", "--turn", "t", "a", "{}", "b"], "call takes one tool"],
  ])("%j: %s", (words, message) => {
    expect(() => readEvalCommand(words)).toThrow(message)
  })
})

it("tells the price beforehand: of the model, at most of the dearest, or that none is known", () => {
  const turn = { ask: "How much is One Piece 105?" }
  const entries = [
    { id: "a", kind: "single", language: "en", turns: [turn] },
    { id: "b", kind: "conversation", language: "en", turns: [turn, turn] },
  ] as const
  const haiku = costText(entries, 2, "jp.anthropic.claude-haiku-4-5-20251001-v1:0")
  expect(haiku).toMatch(/^6 questions: about 2\d,\d{3} input and 900 output tokens/u)
  expect(haiku).toContain("at most about $0.04")
  expect(costText(entries, 2, undefined)).toContain("at most about $0.11")
  expect(costText(entries, 2, "another")).toContain("no price is known")
})
