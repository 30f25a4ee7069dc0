/** One benchmark's section of the performance page: circumstances, illustrations, charts, tables. Pure. */
import { barChart } from "./BarChart.ts"
import { type Figure } from "./Figure.ts"
import { type Result } from "./Result.ts"
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

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ")

export const row = (cells: ReadonlyArray<string>): string => `| ${cells.map(cell).join(" | ")} |`

const fileName = (benchmark: string, title: string): string =>
  `${benchmark}-${title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")}.svg`

const figureRow = (figure: Figure, name: string): string =>
  row([
    name,
    number(figure.value),
    number(figure.min),
    number(figure.max),
    figure.unit,
    targetText(figure.target),
    verdict(figure.met),
  ])

const table = (figures: ReadonlyArray<Figure>, nameOf: (figure: Figure) => string) => {
  const remarks = figures.filter(({ note }) => note !== undefined)
  return [
    row(["", "median", "min", "max", "unit", "target", "verdict"]),
    row(["---", "---:", "---:", "---:", "---", "---", "---"]),
    ...figures.map((figure) => figureRow(figure, nameOf(figure))),
    ...(remarks.length === 0 ? [] : [""]),
    ...remarks.map((figure) => `- ${nameOf(figure)}: ${figure.note ?? ""}`),
  ]
}

export interface Section {
  readonly lines: ReadonlyArray<string>
  /** File name → SVG. */
  readonly charts: ReadonlyMap<string, string>
}

/** A group of one figure is no chart: such figures share a table at the end. */
export const sectionOf = (result: Result, chartFolder: string): Section => {
  const charts = new Map<string, string>()
  const { machine, noise } = result
  const judged = result.figures.filter(({ met }) => met !== null)
  const met = judged.filter((figure) => figure.met === true).length
  const lines = [
    `## ${result.name}`,
    "",
    `${result.date.slice(0, 10)}, ${result.setting} setting, ${result.rounds} ${result.rounds === 1 ? "round" : "rounds"}, seed ${result.seed}, ` +
      `revision ${machine.revision ?? "unknown"}. ${met} of ${judged.length} targets met.`,
    "",
    "<details><summary>Circumstances</summary>",
    "",
    ...Object.entries({ ...result.conditions, ...machine.packages }).map(
      ([name, value]) => `- ${name}: ${value}`,
    ),
    `- noise: ${noise.repeated} rounds repeated, ${noise.noisy} kept although noisy`,
    "",
    "</details>",
  ]
  for (const { svg, text, title } of result.illustrations ?? []) {
    lines.push("", `### ${title}`, "")
    if (svg !== undefined) {
      const name = fileName(result.name, title)
      charts.set(name, svg)
      lines.push(`![${cell(title)}](${chartFolder}/${name})`)
      if (text !== undefined) lines.push("")
    }
    if (text !== undefined) lines.push("```text", text, "```")
  }
  const groups = groupFigures(result.figures)
  for (const group of groups.filter(({ figures }) => figures.length > 1)) {
    lines.push("", `### ${group.title}`, "")
    const chart = barChart(
      group.title,
      group.figures.map((figure) => ({ ...figure, name: shortName(figure) })),
    )
    if (chart !== undefined) {
      const name = fileName(result.name, `${group.title} ${group.unit}`)
      charts.set(name, chart)
      lines.push(`![${cell(group.title)}, in ${group.unit}](${chartFolder}/${name})`, "")
    }
    lines.push(...table(group.figures, shortName))
  }
  const single = groups.flatMap(({ figures }) => (figures.length === 1 ? figures : []))
  if (single.length > 0) {
    if (single.length < result.figures.length) lines.push("", `### ${result.name}: single figures`)
    lines.push("", ...table(single, ({ name }) => name))
  }
  return { lines, charts }
}
