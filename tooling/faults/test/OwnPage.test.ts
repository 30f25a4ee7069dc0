import { expect, it } from "vitest"
import { withSection } from "../src/OwnPage.ts"

const page = "# Page\n\nWords.\n\n## One\n\n1\n\n## Two\n\n2\n"

it("writes its own section alone, wherever it stands", () => {
  expect(withSection(page, "## One", "another\n")).toBe(page.replace("1\n", "another\n"))
  expect(withSection(page, "## Two", "last")).toBe(page.replace("2\n", "last\n"))
})

it("comes behind everything else the first time", () => {
  expect(withSection(page, "## Three", "3")).toBe(`${page}\n## Three\n\n3\n`)
  expect(withSection(page, "## On", "3")).toBe(`${page}\n## On\n\n3\n`)
})
