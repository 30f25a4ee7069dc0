/** That the free questions are what they are called, and which turns count as late. */
import { cachePolicyOf, demoNames, read } from "@manga-assist/assistant"
import { expect, it } from "vitest"
import { isLate } from "../../src/limits/FreeQuestions.ts"
import { nextCircumstance } from "../../src/store/LaboratoryQuestions.ts"

it("free questions are all different, and none may be shared", () => {
  const questions = Array.from({ length: 2_000 }, nextCircumstance)
  expect(new Set(questions).size).toBe(questions.length)
  expect(questions.filter((text) => cachePolicyOf(read(demoNames(), text)).cacheable)).toEqual([])
})

it("a turn is late that left something out for want of time", () => {
  const codes = ["retrieval-late", "over-budget", "prefetch-late", "prompt-reduced"]
  expect(codes.filter(isLate)).toEqual(["retrieval-late", "over-budget"])
})
