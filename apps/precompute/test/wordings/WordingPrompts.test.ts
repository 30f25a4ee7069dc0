/** What a model is shown, and how its reply is read. */
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  choiceQuestion,
  chosenIn,
  judgeQuestion,
  opinionOf,
} from "../../src/wordings/WordingPrompts.ts"

const toldIn = (text: string): unknown => {
  const lines = text.split("\n")
  expect(lines).toHaveLength(3)
  expect(lines[1]).not.toContain("<")
  return JSON.parse(lines[1] ?? "")
}

describe("the questions", () => {
  it("hold all texts as data, whatever they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (first, second) => {
        expect(toldIn(judgeQuestion([first, second]))).toEqual({ first, second })
        expect(toldIn(choiceQuestion(first, [second, first]))).toEqual({
          question: first,
          sentences: [`1: ${second}`, `2: ${first}`],
        })
      }),
    )
  })
})

describe("the replies", () => {
  it("to a pair are one of two words, or none", () => {
    expect(opinionOf(" SAME\n")).toBe("same")
    expect(opinionOf("DIFFERENT")).toBe("different")
    for (const text of ["same", "SAME.", "SAME DIFFERENT", "Answer: SAME", "ＳＡＭＥ", ""]) {
      expect(opinionOf(text)).toBe("unclear")
    }
  })

  it("to a choice are one number, or none", () => {
    expect(chosenIn(" 1\n")).toBe(0)
    expect(chosenIn("20")).toBe(19)
    for (const text of ["0", "", "one", "1.", "1 or 2", "-1", "120", "１"]) {
      expect(chosenIn(text)).toBeUndefined()
    }
  })
})
