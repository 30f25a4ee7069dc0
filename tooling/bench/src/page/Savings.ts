/**
 * Formats what a package saves, as the table in its README: the same without it and with it, from the latest results. Pure.
 */
import { type Result } from "../result/Result.ts"
import { number } from "../result/Table.ts"
import { table } from "../report/Markdown.ts"
import { type Excerpt, type Saving } from "./Excerpts.ts"

/** No lines where none of it was measured. */
export const savingsTable = (
  results: ReadonlyArray<Result>,
  savings: ReadonlyArray<Saving>,
): ReadonlyArray<string> => {
  const found = ({ benchmark, figure }: Excerpt) =>
    results
      .filter((result) => result.name === benchmark)
      .flatMap((result) =>
        result.figures
          .filter((each) => each.name === figure)
          .map(({ from = result.date, unit, value }) => ({
            date: from.slice(0, 10),
            node: result.machine.node.slice(1),
            cores: result.machine.cores,
            text: `${number(value)} ${unit}`,
          })),
      )
  const rows = savings.map(([label, ...excerpts]) => ({
    label,
    cells: excerpts.map((each) => (each === undefined ? [] : found(each))),
  }))
  const measured = rows.flatMap(({ cells }) => cells.flat())
  const [one] = measured
  if (one === undefined) return []
  const dates = [...new Set(measured.map(({ date }) => date))].toSorted().join(", ")
  const commands = new Set(
    savings.flatMap(([, ...all]) => all.flatMap((each) => each?.benchmark ?? [])),
  )
  return [
    ...table([
      ["", "without", "with it"],
      ...rows.map(({ cells, label }) =>
        [label].concat(cells.map((cell) => cell.map(({ text }) => text).join())),
      ),
    ]),
    "",
    `Measured ${dates} on Node ${one.node}, ${one.cores} cores; by`,
    `\`${[...commands].map((each) => `pnpm bench ${each}`).join(" && ")} && pnpm bench report\`.`,
  ]
}
