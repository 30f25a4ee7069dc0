/** Formats figures as Markdown tables with notes. The column "least to most" appears only if rounds differ. Pure. */
import { type Figure } from "../measure/Figure.ts"
import { number, targetText, verdict } from "../result/Table.ts"
import { type Matrix, shortName } from "./Groups.ts"
import { table } from "./Markdown.ts"

const spreadOf = ({ max, min }: Figure): string =>
  min === max ? "" : `${number(min)} to ${number(max)}`

export interface NamedFigure {
  readonly label: string
  readonly figure: Figure
}

/** What must be known of single figures, each text once. */
const notesOf = (rows: ReadonlyArray<NamedFigure>): ReadonlyArray<string> => {
  const labels = new Map<string, Array<string>>()
  for (const { figure, label } of rows) {
    for (const note of [figure.note, figure.from === undefined ? undefined : `of ${figure.from}`]) {
      if (note !== undefined) labels.set(note, [...(labels.get(note) ?? []), label])
    }
  }
  return [...labels].map(([note, of]) =>
    of.length === rows.length && of.length > 1 ? `- all: ${note}` : `- ${of.join("; ")}: ${note}`,
  )
}

export const figureRows = (rows: ReadonlyArray<NamedFigure>): ReadonlyArray<string> => {
  // Of one round there is no median.
  const median = rows.some(({ figure }) => figure.rounds.length > 1) ? "median" : "value"
  const spread = rows.some(({ figure }) => spreadOf(figure) !== "")
  const judged = rows.some(({ figure }) => figure.target !== null)
  return table(
    ["", median, ...(spread ? ["least to most"] : []), "unit"].concat(
      judged ? ["target", "verdict"] : [],
    ),
    rows.map(({ figure, label }) => [
      label,
      number(figure.value),
      ...(spread ? [spreadOf(figure)] : []),
      figure.unit,
      ...(judged ? [targetText(figure.target), verdict(figure.met)] : []),
    ]),
  )
}

/** Each text once, below its table. */
const withNotes = (lines: ReadonlyArray<string>, rows: ReadonlyArray<NamedFigure>) => {
  const told = notesOf(rows)
  return told.length === 0 ? lines : [...lines, "", ...told]
}

export const figuresWithNotes = (rows: ReadonlyArray<NamedFigure>): ReadonlyArray<string> =>
  withNotes(figureRows(rows), rows)

const matrixCell = (figure: Figure | undefined): string => {
  if (figure === undefined) return ""
  const spread = spreadOf(figure)
  const target =
    figure.target === null ? "" : `; ${targetText(figure.target)} ${verdict(figure.met)}`
  return `${number(figure.value)}${spread === "" ? "" : ` (${spread})`}${target}`
}

export const matrixRows = ({ columns, groups }: Matrix): ReadonlyArray<string> =>
  withNotes(
    table(
      ["", "unit", ...columns],
      groups.map(({ figures, title, unit }) => [
        title,
        unit,
        ...columns.map((column) => matrixCell(figures.find((each) => shortName(each) === column))),
      ]),
    ),
    groups.flatMap(({ figures }) => figures.map((figure) => ({ label: figure.name, figure }))),
  )
