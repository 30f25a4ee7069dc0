import { expect, it } from "vitest"
import { readAnswersCommand } from "../src/AnswersOptions.ts"
import { WrongUse } from "@manga-assist/process/arguments"

it("reads lists and options", () => {
  const given = ["f", "--orders=forward", "--at-least", "0.93", "--of", "d"]
  expect(readAnswersCommand(given)).toMatchObject({
    words: ["f"],
    options: { of: "d", keep: undefined, atLeast: 0.93, orders: ["forward"], parallel: 4, seed: 1 },
  })
})

it.each([
  [["--fast"], "unknown option --fast"],
  [["f", "--at-least", "93"], "--at-least must be a number from 0 to 1, not 93"],
  [["f", "--parallel", "33"], "--parallel must be a whole number from 1 to 32, not 33"],
  [["f", "--orders", "backward"], "--orders: no order backward; there are forward"],
])("refuses %j", (words, text) => {
  expect(() => readAnswersCommand(words)).toThrow(WrongUse)
  expect(() => readAnswersCommand(words)).toThrow(text)
})
