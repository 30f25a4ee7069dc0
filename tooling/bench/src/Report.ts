/**
 * `bench report`: writes Markdown pages from the latest results, so that documentation cannot contradict measurements:
 * an overview, a page with charts for each benchmark, and a table in a README. It measures nothing.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { someResults } from "./command/Check.ts"
import { WrongUse } from "@manga-assist/process/arguments"
import { benchmarkPage, chartFolder } from "./report/BenchmarkPage.ts"
import { withClientsTable } from "./connections/ClientsTable.ts"
import { overview, type Summaries } from "./page/Overview.ts"
import { type Result } from "./result/Result.ts"
import { type Subcommand } from "./command/Subcommand.ts"

export interface Report {
  readonly overview: string
  /** Path below the folder → content. */
  readonly files: ReadonlyMap<string, string>
}

/** What most readers want first; others follow by name. */
const order = ["waterfall", "ablation", "mix", "peers", "limits", "caching", "connections", "turn"]

const placeOf = ({ name }: Result): number => {
  const at = order.indexOf(name)
  return at < 0 ? order.length : at
}

/** `page`: the file name of the overview; its folder has the same name without `.md`. */
export const reportOf = (
  results: ReadonlyArray<Result>,
  page: string,
  summaries?: Summaries,
): Report => {
  const ordered = results.toSorted((a, b) => placeOf(a) - placeOf(b))
  const files = new Map<string, string>()
  for (const result of ordered) {
    const { charts, lines } = benchmarkPage(result, `../${page}`)
    files.set(`${result.name}.md`, `${lines.join("\n")}\n`)
    for (const [name, svg] of charts) files.set(`${chartFolder}/${name}`, svg)
  }
  const folder = basename(page, ".md")
  return {
    overview: `${overview({ results: ordered, folder }, summaries).join("\n")}\n`,
    files,
  }
}

/** Pages and charts of figures that are no more would be looked at as if they were. */
const removeOthers = (folder: string, kept: ReadonlyMap<string, string>) => {
  for (const [inside, ending] of [
    ["", ".md"],
    [chartFolder, ".svg"],
  ] as const) {
    const where = join(folder, inside)
    if (!existsSync(where)) continue
    for (const name of readdirSync(where)) {
      if (name.endsWith(ending) && !kept.has(inside === "" ? name : `${inside}/${name}`)) {
        rmSync(join(where, name))
      }
    }
  }
}

const defaultPage = fileURLToPath(new URL("../../../docs/performance.md", import.meta.url))

const connectionsReadme = fileURLToPath(
  new URL("../../../packages/connections/README.md", import.meta.url),
)

/** Only with the pages of the repository itself: a report elsewhere changes nothing here. */
const writeReadme = (results: ReadonlyArray<Result>) => {
  const connections = results.find(({ name }) => name === "connections")
  if (connections === undefined) return
  const readme = readFileSync(connectionsReadme, "utf8")
  writeFileSync(connectionsReadme, withClientsTable(readme, connections))
}

/** `summaries`: what each benchmark says of itself. */
export const reportSubcommand = (summaries: Summaries): Subcommand => ({
  name: "report",
  summary:
    "assembles docs/performance.md, its pages and charts, and a README's table, from the results",
  parameters: "[FILE.md]",
  help: "The pages and charts go into the folder beside the page that has its name, from which others are removed. Results are read from --out.",
  run: ({ parameters, folder, print }) => {
    const [page = defaultPage] = parameters
    if (parameters.length > 1 || !page.endsWith(".md")) {
      throw new WrongUse("report takes one file whose name ends in .md")
    }
    const results = someResults(folder)
    const { files, overview: text } = reportOf(results, basename(page), summaries)
    const below = page.slice(0, -".md".length)
    mkdirSync(join(below, chartFolder), { recursive: true })
    mkdirSync(dirname(page), { recursive: true })
    removeOthers(below, files)
    for (const [path, content] of files) writeFileSync(join(below, path), content)
    writeFileSync(page, text)
    if (page === defaultPage) writeReadme(results)
    const charts = [...files.keys()].filter((path) => path.endsWith(".svg"))
    print(`${basename(page)}: ${results.length} results, ${charts.length} charts`)
    return Promise.resolve(0)
  },
})
