/** Formats figures as Markdown tables with notes. The column "least to most" appears only if rounds differ. Pure. */
import { type Figure } from "../measure/Figure.ts"
import { number, targetText, verdict } from "../result/Table.ts"
import { table } from "./Markdown.ts"

const spreadOf = ({ max, min }: Figure): string =>
  min === max ? "" : `${number(min)} to ${number(max)}`

export const figureRows = (figures: ReadonlyArray<Figure>): ReadonlyArray<string> => {
  // Of one round there is no median.
  const median = figures.some(({ rounds }) => rounds.length > 1) ? "median" : "value"
  const spread = figures.some((figure) => spreadOf(figure) !== "")
  const judged = figures.some(({ target }) => target !== null)
  return table(
    ["", median, ...(spread ? ["least to most"] : []), "unit"].concat(
      judged ? ["target", "verdict"] : [],
    ),
    figures.map((figure) => [
      figure.name,
      number(figure.value),
      ...(spread ? [spreadOf(figure)] : []),
      figure.unit,
      ...(judged ? [targetText(figure.target), verdict(figure.met)] : []),
    ]),
  )
}

/** What must be known of single figures, each text once. */
export const notesOf = (figures: ReadonlyArray<Figure>): ReadonlyArray<string> => {
  const noted = figures.flatMap(({ from, name, note }) => [
    ...(note === undefined ? [] : [{ name, note }]),
    ...(from === undefined ? [] : [{ name, note: `of ${from}` }]),
  ])
  return [...Map.groupBy(noted, ({ note }) => note)].map(([note, { length }]) => {
    const names = noted.filter((each) => each.note === note).map(({ name }) => name)
    const isOfAll = length === figures.length && length > 1
    return `- ${isOfAll ? "all" : names.join("; ")}: ${note}`
  })
}
