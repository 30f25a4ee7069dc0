/**
 * `bench report`: writes Markdown pages from the latest results, so that documentation cannot contradict measurements:
 * an overview, a page for each benchmark, and a table in the README of each package. It measures nothing.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { someResults } from "./command/Check.ts"
import { WrongUse } from "@manga-assist/process/arguments"
import { benchmarkPage } from "./report/BenchmarkPage.ts"
import { clientsTable } from "./connections/ClientsTable.ts"
import { savings } from "./page/Excerpts.ts"
import { overview } from "./page/Overview.ts"
import { savingsTable } from "./page/Savings.ts"
import { withMarked } from "./report/Marked.ts"
import { type Result } from "./result/Result.ts"
import { type Subcommand } from "./command/Subcommand.ts"

/** `page`: the file name of the overview; the folder of the benchmarks' pages has the same name without `.md`. */
export const reportOf = (results: ReadonlyArray<Result>, page: string) => {
  const text = (lines: ReadonlyArray<string>) => `${lines.join("\n")}\n`
  return {
    overview: text(overview(results, basename(page, ".md"))),
    /** Name → content. */
    files: new Map(
      results.map((each) => [`${each.name}.md`, text(benchmarkPage(each, `../${page}`))]),
    ),
  }
}

const defaultPage = fileURLToPath(new URL("../../../docs/performance.md", import.meta.url))

/** Package → the table in its README. */
export const readmeTables = (results: ReadonlyArray<Result>) => {
  const connections = results.find(({ name }) => name === "connections")
  const all: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
    ["connections", connections === undefined ? [] : clientsTable(connections)],
    ...Object.entries(savings).map(([name, rows]) => [name, savingsTable(results, rows)] as const),
  ]
  return all.filter(([, lines]) => lines.length > 0)
}

/** Only with the pages of the repository itself: a report elsewhere changes nothing here. */
const writeReadmes = (results: ReadonlyArray<Result>) => {
  for (const [name, lines] of readmeTables(results)) {
    const file = fileURLToPath(new URL(`../../../packages/${name}/README.md`, import.meta.url))
    writeFileSync(file, withMarked(readFileSync(file, "utf8"), name, lines))
  }
}

export const reportSubcommand: Subcommand = {
  name: "report",
  summary: "assembles docs/performance.md, its pages, and the READMEs' tables, from the results",
  parameters: "[FILE.md]",
  help: "The pages go into the folder beside the page that has its name, from which others are removed. Results are read from --out.",
  run: ({ parameters, folder, print }) => {
    const [page = defaultPage] = parameters
    if (parameters.length > 1 || !page.endsWith(".md")) {
      throw new WrongUse("report takes one file whose name ends in .md")
    }
    const results = someResults(folder)
    const { files, overview: text } = reportOf(results, basename(page))
    const below = page.slice(0, -".md".length)
    mkdirSync(below, { recursive: true })
    // Pages of figures that are no more would be looked at as if they were.
    for (const name of readdirSync(below)) {
      if (name.endsWith(".md") && !files.has(name)) rmSync(join(below, name))
    }
    for (const [name, content] of files) writeFileSync(join(below, name), content)
    writeFileSync(page, text)
    if (page === defaultPage) writeReadmes(results)
    print(`${basename(page)}: ${results.length} results`)
    return Promise.resolve(0)
  },
}
