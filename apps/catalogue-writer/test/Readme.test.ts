/** The table of columns in the README is that of the rules. */
import { columns, ruleOf } from "@manga-assist/catalogue/rows"
import { readFileSync } from "node:fs"
import { expect, it } from "vitest"

it("says of every column, in their order, what the import says", () => {
  const text = readFileSync(new URL("../README.md", import.meta.url), "utf8")
  const rows = [...text.matchAll(/^\| `(\w+)`\s+\| (must .*?)\s*\|$/gmu)].map(
    ([, name, rule = ""]) => [name, rule.replaceAll("\\|", "|")],
  )
  expect(rows).toEqual(columns.map((name) => [name, ruleOf(name)]))
})
