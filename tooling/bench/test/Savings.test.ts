/** What a package saves stands in its README as the latest results have it. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { publishedPackages } from "../../../.ci/ReadmePrograms.ts"
import { readResults } from "../src/command/Check.ts"
import { figure } from "../src/measure/Figure.ts"
import { savings } from "../src/page/Excerpts.ts"
import { savingsTable } from "../src/page/Savings.ts"
import { readmeTables } from "../src/Report.ts"
import type { Result } from "../src/result/Result.ts"

const root = fileURLToPath(new URL("../../../", import.meta.url))
const results = readResults(join(root, "tooling/bench/results"))
/** As the formatter leaves it: columns of equal width. */
const plain = (text: string) => text.replaceAll(/ +/gu, " ").replaceAll(/-{3,}:?/gu, "---")

describe.each(readmeTables(results))("the table of %s", (name, lines) => {
  const readme = readFileSync(join(root, "packages", name, "README.md"), "utf8")

  it("is that of the latest results", () => {
    expect(plain(readme)).toContain(`<!-- begin: bench ${name} -->`)
    for (const line of lines) expect(plain(readme)).toContain(plain(line))
  })
})

it("has every figure that it names", () => {
  for (const rows of Object.values(savings)) {
    const written = savingsTable(results, rows).join("\n")
    for (const [label, without] of rows) {
      const cells = written
        .split("\n")
        .find((line) => line.startsWith(`| ${label} |`))
        ?.split(" | ")
      expect([label, cells?.[1] !== ""]).toEqual([label, without !== undefined])
      expect([label, cells?.[2]]).toEqual([label, expect.stringMatching(/\d/)])
    }
  }
})

it("is there for every package that a benchmark measures", () => {
  const told = readmeTables(results).map(([name]) => name)
  // Of the others nothing is saved that a figure tells: what they keep is tested.
  const others = [
    "answer-audit",
    "bedrock-emulator",
    "client",
    "endpoint-health",
    "leader",
    "options",
  ]
  expect([...told, ...others].toSorted()).toEqual(publishedPackages().map(({ name }) => name))
})

it("says when and by what it was measured, and nothing where nothing was", () => {
  const rows = [
    ["a call", { benchmark: "one", figure: "a" }, { benchmark: "one", figure: "b" }],
  ] as const
  const [first] = results
  const one = {
    ...first,
    name: "one",
    date: "2026-11-24T10:00:00.000Z",
    figures: [figure("a", "ms", [4]), figure("b", "ms", [1])],
  } as Result
  expect(savingsTable([one], rows)).toEqual([
    "|  | without | with it |",
    "| --- | --- | --- |",
    "| a call | 4 ms | 1 ms |",
    "",
    expect.stringMatching(/^Measured 2026-11-24 on Node \d+.*cores; by$/u),
    "`pnpm bench one && pnpm bench report`.",
  ])
  expect(savingsTable([], rows)).toEqual([])
})
