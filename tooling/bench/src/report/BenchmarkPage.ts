/**
 * Writes one benchmark's own page as Markdown: circumstances, illustrations, every figure. Pure.
 *
 * An illustration is a drawing, table or text that the benchmark made itself and stored with its result
 * (`illustrationChart` is the file name of its drawing).
 */
import { type Illustration, type Result } from "../result/Result.ts"
import { figuresWithNotes, matrixRows } from "./FigureTable.ts"
import { groupFigures, matricesOf, shortName } from "./Groups.ts"
import { details, image, slug, table } from "./Markdown.ts"

export interface Page {
  readonly lines: ReadonlyArray<string>
  /** File name → SVG. */
  readonly charts: ReadonlyMap<string, string>
}

export const chartFolder = "charts"

export const commandOf = (name: string, setting: Result["setting"] = "full"): string =>
  `pnpm bench ${name}${setting === "quick" ? " --quick" : ""}`

export const judgedText = ({ figures }: Result): string => {
  const judged = figures.filter(({ met }) => met !== null)
  const met = judged.filter((figure) => figure.met === true)
  return judged.length === 0 ? "none" : `${met.length} of ${judged.length}`
}

export const roundsText = ({ rounds, setting }: Result): string =>
  `${setting}, ${rounds} ${rounds === 1 ? "round" : "rounds"}`

export const illustrationChart = (result: Result, { title }: Illustration): string =>
  `${slug(`${result.name} ${title}`)}.svg`

const illustrationLines = (
  result: Result,
  illustration: Illustration,
  charts: Map<string, string>,
): ReadonlyArray<string> => {
  const { remarks = [], svg, table: rows, text, title } = illustration
  const lines = ["", `## ${title}`]
  if (svg !== undefined) {
    const file = illustrationChart(result, illustration)
    charts.set(file, svg)
    lines.push("", image(title, `${chartFolder}/${file}`))
  }
  const [heading, ...body] = rows ?? []
  if (heading !== undefined) lines.push("", ...table(heading, body))
  if (text !== undefined) lines.push("", "```text", text, "```")
  if (remarks.length > 0) lines.push("", ...remarks.map((remark) => `- ${remark}`))
  return lines
}

/** `back`: the path of the page that links here. */
export const benchmarkPage = (result: Result, back: string): Page => {
  const charts = new Map<string, string>()
  const { machine, noise } = result
  const lines = [
    `# Performance: ${result.name}`,
    "",
    `Assembled by \`pnpm bench report\`; do not edit. [All benchmarks](${back})`,
    "",
    `${result.date.slice(0, 10)}, ${roundsText(result)}, seed ${result.seed}, revision ${machine.revision ?? "unknown"}. ` +
      `Targets met: ${judgedText(result)}. Again: \`${commandOf(result.name, result.setting)}\``,
    "",
    ...details("Circumstances", [
      ...Object.entries({ ...result.conditions, ...machine.packages }).map(
        ([name, value]) => `- ${name}: ${value}`,
      ),
      `- noise: ${noise.repeated} rounds repeated, ${noise.noisy} kept although noisy`,
    ]),
  ]
  for (const illustration of result.illustrations ?? []) {
    lines.push(...illustrationLines(result, illustration, charts))
  }
  const groups = groupFigures(result.figures)
  const { matrices, others } = matricesOf(groups)
  for (const [index, matrix] of matrices.entries()) {
    lines.push("", `## Side by side${matrices.length === 1 ? "" : ` (${index + 1})`}`, "")
    lines.push(...matrixRows(matrix))
  }
  const several = others.filter(({ figures }) => figures.length > 1)
  for (const group of several) {
    const twice = several.some((other) => other !== group && other.title === group.title)
    lines.push("", `## ${group.title}${twice ? `, ${group.unit}` : ""}`, "")
    const named = group.figures.map((figure) => ({ label: shortName(figure), figure }))
    lines.push(...figuresWithNotes(named))
  }
  // A group of one figure is no table of its own.
  const single = others.flatMap(({ figures }) => (figures.length === 1 ? figures : []))
  if (single.length > 0) {
    lines.push("", several.length + matrices.length > 0 ? "## Single figures" : "## Figures", "")
    lines.push(...figuresWithNotes(single.map((figure) => ({ label: figure.name, figure }))))
  }
  return { lines, charts }
}
