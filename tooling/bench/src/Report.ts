/**
 * `bench report`: one Markdown page from the latest results, so that it cannot disagree with a measurement.
 *
 * It begins with every target that was missed. Beside the page, in `charts/`, one SVG for each group of
 * figures that share their first words and their unit. Nothing is measured here.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { readResults } from "./Check.ts"
import { WrongUsage } from "./CommandLine.ts"
import { row, sectionOf } from "./ReportSection.ts"
import { type Result } from "./Result.ts"
import { type Subcommand } from "./Subcommand.ts"
import { number, targetText } from "./Table.ts"

export interface Report {
  readonly markdown: string
  /** File name → SVG. */
  readonly charts: ReadonlyMap<string, string>
}

/** What most readers want first; others follow by name. */
const order = ["waterfall", "ablation", "mix", "peers", "limits", "caching", "connections", "turn"]

const placeOf = ({ name }: Result): number => {
  const at = order.indexOf(name)
  return at < 0 ? order.length : at
}

const summary = (results: ReadonlyArray<Result>): ReadonlyArray<string> => {
  const missed = results.flatMap((result) =>
    result.figures.flatMap((figure) => (figure.met === false ? [{ result, figure }] : [])),
  )
  return [
    row(["benchmark", "date", "setting", "targets met"]),
    row(["---", "---", "---", "---:"]),
    ...results.map(({ date, figures, name, setting }) => {
      const judged = figures.filter(({ met }) => met !== null)
      const met = judged.filter((figure) => figure.met === true)
      return row([
        `[${name}](#${name})`,
        date.slice(0, 10),
        setting,
        `${met.length} of ${judged.length}`,
      ])
    }),
    ...(missed.length === 0
      ? ["", "Every target is met."]
      : [
          "",
          "## Targets that are not met",
          "",
          row(["benchmark", "figure", "median", "unit", "target", "why"]),
          row(["---", "---", "---:", "---", "---", "---"]),
          ...missed.map(({ figure, result }) =>
            row([
              result.name,
              figure.name,
              number(figure.value),
              figure.unit,
              targetText(figure.target),
              figure.note ?? "",
            ]),
          ),
        ]),
  ]
}

const machines = (results: ReadonlyArray<Result>): ReadonlyArray<string> => [
  ...new Set(
    results.map(
      ({ machine }) =>
        `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGib} GiB, ${machine.system}, Node ${machine.node}`,
    ),
  ),
]

export const reportOf = (results: ReadonlyArray<Result>, chartFolder: string): Report => {
  const ordered = results.toSorted((a, b) => placeOf(a) - placeOf(b))
  const sections = ordered.map((result) => sectionOf(result, chartFolder))
  const charts = new Map<string, string>()
  for (const section of sections) {
    for (const [name, chart] of section.charts) charts.set(name, chart)
  }
  const lines = [
    "# Performance",
    "",
    "Assembled by `pnpm bench report` from `tooling/bench/results`; do not edit. How to read it:",
    "`tooling/bench/README.md`. `pnpm bench SUBCOMMAND` measures a section anew on your machine.",
    "",
    ...machines(results).map((machine) => `- ${machine}`),
    "",
    ...summary(ordered),
    ...sections.flatMap(({ lines: own }) => [""].concat(own)),
  ]
  return { markdown: `${lines.join("\n")}\n`, charts }
}

/** Charts of figures that are no more would be looked at as if they were. */
const removeOthers = (folder: string, kept: ReadonlyMap<string, string>) => {
  for (const name of readdirSync(folder)) {
    if (name.endsWith(".svg") && !kept.has(name)) rmSync(join(folder, name))
  }
}

const defaultPage = fileURLToPath(new URL("../../../docs/performance.md", import.meta.url))

export const report: Subcommand = {
  name: "report",
  summary: "assembles docs/performance.md and its charts from the results",
  parameters: "[FILE.md]",
  help: "The charts go into the folder `charts` beside the page, from which other charts are removed. Results are read from --out.",
  run: ({ parameters, folder, print }) => {
    const [page = defaultPage] = parameters
    if (parameters.length > 1 || !page.endsWith(".md")) {
      throw new WrongUsage("report takes one file whose name ends in .md")
    }
    const results = readResults(folder)
    if (results.length === 0) throw new WrongUsage(`no results in ${folder}`)
    const { markdown, charts } = reportOf(results, "charts")
    const chartFolder = join(dirname(page), "charts")
    mkdirSync(chartFolder, { recursive: true })
    removeOthers(chartFolder, charts)
    for (const [name, chart] of charts) writeFileSync(join(chartFolder, name), chart)
    writeFileSync(page, markdown)
    print(`${basename(page)}: ${results.length} results, ${charts.size} charts`)
    return Promise.resolve(0)
  },
}
