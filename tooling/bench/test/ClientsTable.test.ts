/** The table in the README of packages/connections is that of the latest result. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import { clientsTable, withClientsTable } from "../src/connections/ClientsTable.ts"
import { readResult } from "../src/result/Result.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))
const result = readResult(join(root, "tooling/bench/results/connections.json"))
/** As the formatter leaves it: columns of equal width. */
const plain = (text: string) => text.replaceAll(/ +/gu, " ").replaceAll(/-{3,}/gu, "---")

it("is that of the latest result", () => {
  const readme = readFileSync(join(root, "packages/connections/README.md"), "utf8")
  for (const line of clientsTable(result)) expect(plain(readme)).toContain(plain(line))
})

it("is written between its comments, and nowhere else", () => {
  const page =
    "before\n<!-- begin: bench connections -->\nearlier words\n<!-- end: bench connections -->\nafter\n"
  const written = withClientsTable(page, result)
  expect(written).toMatch(/^before\n<!-- begin: bench connections -->\n\n\|[^]*\n\n<!-- end/u)
  expect(written).not.toContain("earlier words")
  expect(withClientsTable(written, result)).toBe(written)
  expect(withClientsTable("no place", result)).toBe("no place")
})
