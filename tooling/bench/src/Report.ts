/**
 * `bench report`: one Markdown page from the latest results, so that it cannot disagree with a measurement.
 *
 * It writes the page and, beside it in `charts/`, one SVG for each group of figures that share their first
 * words and their unit. Nothing is measured here.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { barChart } from "./BarChart.ts"
import { readResults } from "./Check.ts"
import { WrongUsage } from "./CommandLine.ts"
import { type Figure } from "./Figure.ts"
import { type Result } from "./Result.ts"
import { type Subcommand } from "./Subcommand.ts"
import { number, targetText, verdict } from "./Table.ts"

export interface FigureGroup {
  readonly title: string
  readonly unit: string
  readonly figures: ReadonlyArray<Figure>
}

/** By what stands before the first colon, and by unit, in the order of their first figure. */
export const groupFigures = (figures: ReadonlyArray<Figure>): ReadonlyArray<FigureGroup> => {
  const groups = new Map<string, { title: string; unit: string; figures: Array<Figure> }>()
  for (const figure of figures) {
    const title = figure.name.split(":")[0] ?? figure.name
    const key = `${title}\n${figure.unit}`
    const group = groups.get(key) ?? { title, unit: figure.unit, figures: [] }
    group.figures.push(figure)
    groups.set(key, group)
  }
  return [...groups.values()]
}

/** What stands after the colon; the whole name where there is none. */
const shortName = ({ name }: Figure): string => {
  const at = name.indexOf(":")
  return at < 0 ? name : name.slice(at + 1).trim()
}

const cell = (text: string): string => text.replaceAll("|", "\\|")

const row = (cells: ReadonlyArray<string>): string => `| ${cells.map(cell).join(" | ")} |`

const fileName = (benchmark: string, title: string): string =>
  `${benchmark}-${title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")}.svg`

export interface Report {
  readonly markdown: string
  /** File name → SVG. */
  readonly charts: ReadonlyMap<string, string>
}

export const reportOf = (results: ReadonlyArray<Result>, chartFolder: string): Report => {
  const charts = new Map<string, string>()
  const lines = [
    "# Performance",
    "",
    "Assembled by `pnpm bench report` from `tooling/bench/results`; do not edit. How to read it:",
    "`tooling/bench/README.md`.",
  ]
  for (const result of results) {
    const { machine, noise } = result
    const judged = result.figures.filter(({ met }) => met !== null)
    const met = judged.filter((figure) => figure.met === true).length
    lines.push(
      "",
      `## ${result.name}`,
      "",
      `${result.date.slice(0, 10)}, ${result.setting} setting, ${result.rounds} rounds, seed ${result.seed}. ` +
        `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGib} GiB, ${machine.system}, Node ${machine.node}, ` +
        `revision ${machine.revision ?? "unknown"}. ${met} of ${judged.length} targets met.`,
      "",
      ...Object.entries({ ...result.conditions, ...machine.packages }).map(
        ([name, value]) => `- ${name}: ${value}`,
      ),
      `- noise: ${noise.repeated} rounds repeated, ${noise.noisy} kept although noisy`,
    )
    for (const { svg, text, title } of result.illustrations ?? []) {
      lines.push("", `### ${title}`, "")
      if (svg !== undefined) {
        const name = fileName(result.name, title)
        charts.set(name, svg)
        lines.push(`![${cell(title)}](${chartFolder}/${name})`, "")
      }
      if (text !== undefined) lines.push("```text", text, "```")
    }
    for (const group of groupFigures(result.figures)) {
      lines.push("", `### ${group.title}`, "")
      const chart = group.figures.length < 2 ? undefined : chartOf(group)
      if (chart !== undefined) {
        const name = fileName(result.name, `${group.title} ${group.unit}`)
        charts.set(name, chart)
        lines.push(`![${cell(group.title)}, in ${group.unit}](${chartFolder}/${name})`, "")
      }
      lines.push(
        row(["", group.unit, "min", "max", "target", "verdict"]),
        row(["---", "---:", "---:", "---:", "---", "---"]),
        ...group.figures.map((figure) =>
          row([
            shortName(figure),
            number(figure.value),
            number(figure.min),
            number(figure.max),
            targetText(figure.target),
            verdict(figure.met),
          ]),
        ),
      )
      const remarks = group.figures.filter(({ note }) => note !== undefined)
      if (remarks.length > 0) lines.push("")
      for (const figure of remarks) lines.push(`- ${shortName(figure)}: ${figure.note ?? ""}`)
    }
  }
  return { markdown: `${lines.join("\n")}\n`, charts }
}

const chartOf = ({ title, figures }: FigureGroup): string | undefined =>
  barChart(
    title,
    figures.map((figure) => ({ ...figure, name: shortName(figure) })),
  )

const defaultPage = fileURLToPath(new URL("../../../docs/performance.md", import.meta.url))

export const report: Subcommand = {
  name: "report",
  summary: "assembles docs/performance.md and its charts from the results",
  parameters: "[FILE.md]",
  help: "The charts go into the folder `charts` beside the page. Results are read from --out.",
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
    for (const [name, chart] of charts) writeFileSync(join(chartFolder, name), chart)
    writeFileSync(page, markdown)
    print(`${basename(page)}: ${results.length} results, ${charts.size} charts`)
    return Promise.resolve(0)
  },
}
