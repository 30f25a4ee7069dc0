/** Formats figures as Markdown tables with notes. The column "least to most" appears only if rounds differ. Pure. */
import { type Figure } from "../measure/Figure.ts"
import { number, targetText, verdict } from "../result/Table.ts"
import { type Matrix, shortName } from "./Groups.ts"
import { type Row, table } from "./Markdown.ts"

const spreadOf = ({ max, min }: Figure): string =>
  min === max ? "" : `${number(min)} to ${number(max)}`

export interface NamedFigure {
  readonly label: string
  readonly figure: Figure
}

const columnsOf = (rows: ReadonlyArray<NamedFigure>) => {
  const ofRounds = rows.some(({ figure }) => figure.rounds.length > 1)
  const withSpread = rows.some(({ figure }) => spreadOf(figure) !== "")
  const withTarget = rows.some(({ figure }) => figure.target !== null)
  return {
    heading: [
      "",
      // Of one round there is no median.
      ofRounds ? "median" : "value",
      ...(withSpread ? ["least to most"] : []),
      "unit",
      ...(withTarget ? ["target", "verdict"] : []),
    ],
    rowOf: ({ figure, label }: NamedFigure): Row => [
      label,
      number(figure.value),
      ...(withSpread ? [spreadOf(figure)] : []),
      figure.unit,
      ...(withTarget ? [targetText(figure.target), verdict(figure.met)] : []),
    ],
  }
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
  const { heading, rowOf } = columnsOf(rows)
  return table(heading, rows.map(rowOf))
}

export const figuresWithNotes = (rows: ReadonlyArray<NamedFigure>): ReadonlyArray<string> => {
  const told = notesOf(rows)
  return [...figureRows(rows), ...(told.length === 0 ? [] : ["", ...told])]
}

const matrixCell = (figure: Figure | undefined): string => {
  if (figure === undefined) return ""
  const spread = spreadOf(figure)
  const target =
    figure.target === null ? "" : `; ${targetText(figure.target)} ${verdict(figure.met)}`
  return `${number(figure.value)}${spread === "" ? "" : ` (${spread})`}${target}`
}

export const matrixRows = ({ columns, groups }: Matrix): ReadonlyArray<string> => {
  const named = groups.flatMap(({ figures }) =>
    figures.map((figure) => ({ label: figure.name, figure })),
  )
  const told = notesOf(named)
  return [
    ...table(
      ["", "unit", ...columns],
      groups.map(({ figures, title, unit }) => [
        title,
        unit,
        ...columns.map((column) => matrixCell(figures.find((each) => shortName(each) === column))),
      ]),
    ),
    ...(told.length === 0 ? [] : ["", ...told]),
  ]
}
