/**
 * Writes one benchmark's own page as Markdown: circumstances, illustrations, every figure. Pure.
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

const illustrationChart = ({ name }: Result, { title }: Illustration): string =>
  `${slug(`${name} ${title}`)}.svg`

/** Its chart, which lies in `folder`, and its table. */
export const chartAndTable = (
  result: Result,
  illustration: Illustration,
  folder: string,
): ReadonlyArray<string> => {
  const { svg, table: rows = [], title } = illustration
  const [heading, ...body] = rows
  const path = `${folder}/${illustrationChart(result, illustration)}`
  return [
    ...(svg === undefined ? [] : ["", image(title, path)]),
    ...(heading === undefined ? [] : ["", ...table(heading, body)]),
  ]
}

const illustrationLines = (result: Result, illustration: Illustration): ReadonlyArray<string> => {
  const { remarks = [], text, title } = illustration
  return [
    "",
    `## ${title}`,
    ...chartAndTable(result, illustration, chartFolder),
    ...(text === undefined ? [] : ["", "```text", text, "```"]),
    ...(remarks.length === 0 ? [] : ["", ...remarks.map((remark) => `- ${remark}`)]),
  ]
}

/** `back`: the path of the page that links here. */
export const benchmarkPage = (result: Result, back: string): Page => {
  const { illustrations = [], machine, noise } = result
  const charts = illustrations.flatMap((each): ReadonlyArray<readonly [string, string]> =>
    each.svg === undefined ? [] : [[illustrationChart(result, each), each.svg]],
  )
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
    ...illustrations.flatMap((each) => illustrationLines(result, each)),
  ]
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
  return { lines, charts: new Map(charts) }
}
