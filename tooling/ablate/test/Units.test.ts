/** What can be left out of a source file. */
import { describe, expect, it } from "vitest"
import { unitsOf, without } from "../src/Units.ts"

const code = `const rows = [
  ["A", "B"],
]
const isIt = (text: string) => {
  // Why.
  if (text === "") return false
  if (
    text.length > 3 &&
    text.length < 9
  ) {
    return true
  }
  return (
    text === "x" ||
    text === "y"
  )
}
`

describe("of TypeScript", () => {
  const units = unitsOf("a.ts", code)

  it("each if with its consequence, each operand on a line, and each row of a table is a rule", () => {
    expect(units.map(({ line, lines }) => [line, lines])).toEqual([
      [2, 1],
      [6, 1],
      [7, 6],
      [8, 1],
      [14, 1],
    ])
  })

  it("the rest stays as it is", () => {
    const [, first] = units
    expect(first && without(code, first)).toBe(
      code.replace(`  if (text === "") return false\n`, ""),
    )
  })
})

it("of rules, each line is one that is no comment", () => {
  const units = unitsOf("a.rules", "# Why.\nA B => C\n\nD =>\n")
  expect(units.map(({ text }) => text)).toEqual(["A B => C", "D =>"])
})
