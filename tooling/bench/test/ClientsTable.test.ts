/** The table of connections, and how a table is put into a README. */
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, it } from "vitest"
import { clientsTable } from "../src/connections/ClientsTable.ts"
import { withMarked } from "../src/report/Marked.ts"
import { readResult } from "../src/result/Result.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))
const result = readResult(join(root, "tooling/bench/results/connections.json"))

it("tells the versions of what was compared", () => {
  expect(clientsTable(result).join("\n")).toMatch(
    /@aws-sdk\/client-bedrock-runtime 3\.\d.*@smithy\/node-http-handler \d.*undici \d/,
  )
})

it("is written between its comments, and nowhere else", () => {
  const page =
    "before\n<!-- begin: bench connections -->\nearlier words\n<!-- end: bench connections -->\nafter\n"
  const write = (text: string) => withMarked(text, "connections", clientsTable(result))
  const written = write(page)
  expect(written).toMatch(/^before\n<!-- begin: bench connections -->\n\n\|[^]*\n\n<!-- end/u)
  expect(written).not.toContain("earlier words")
  expect(write(written)).toBe(written)
  expect(write("no place")).toBe("no place")
})
