/** Writes one benchmark's own page as Markdown: circumstances, illustrations, every figure. Pure. */
import { type Illustration, type Result } from "../result/Result.ts"
import { figureRows, notesOf } from "../result/Table.ts"
import { table } from "./Markdown.ts"

type Lines = ReadonlyArray<string>

export const judgedText = ({ figures }: Result): string => {
  const judged = figures.filter(({ met }) => met !== null)
  const met = judged.filter((figure) => figure.met === true)
  return judged.length === 0 ? "none" : `${met.length} of ${judged.length}`
}

export const settingText = ({ date, rounds, setting }: Result): string =>
  `${date.slice(0, 10)}, ${setting}, ${rounds} ${rounds === 1 ? "round" : "rounds"}`

/** Blocks with an empty line before each, and after the heading. */
export const section = (title: string, ...blocks: ReadonlyArray<Lines>): Lines => {
  const told = blocks.filter(({ length }) => length > 0)
  return told.length === 0 ? [] : [[`## ${title}`], ...told].flatMap((block) => [""].concat(block))
}

const illustrationLines = ({ chart, remarks = [], table: rows = [], text, title }: Illustration) =>
  section(
    title,
    chart === undefined ? [] : ["```mermaid", chart, "```"],
    rows.length === 0 ? [] : table(rows),
    text === undefined ? [] : ["```text", text, "```"],
    remarks.map((remark) => `- ${remark}`),
  )

/** `back`: the path of the page that links here. */
export const benchmarkPage = (result: Result, back: string): Lines => {
  const { figures, illustrations = [], machine, name, noise, seed, setting } = result
  const parts = Map.groupBy(figures, ({ part = "figures" }) => part)
  return [
    `# Performance: ${name}`,
    "",
    `Assembled by \`pnpm bench report\`; do not edit. [All benchmarks](${back})`,
    "",
    `${settingText(result)}, seed ${seed}, revision ${machine.revision ?? "unknown"}. ` +
      `Targets met: ${judgedText(result)}. Again: \`pnpm bench ${name}${setting === "quick" ? " --quick" : ""}\``,
    "",
    "<details><summary>Circumstances</summary>",
    "",
    ...Object.entries({ ...result.conditions, ...machine.packages }).map(
      ([condition, value]) => `- ${condition}: ${value}`,
    ),
    `- noise: ${noise.repeated} rounds repeated, ${noise.noisy} kept although noisy`,
    "",
    "</details>",
    ...illustrations.flatMap(illustrationLines),
    ...[...parts].flatMap(([part, of]) => section(part, table(figureRows(of)), notesOf(of))),
  ]
}
