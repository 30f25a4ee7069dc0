/**
 * Formats benchmark figures as plain text for a terminal: numbers, targets, verdicts, and aligned tables without
 * colours, whose rows are never wrapped.
 */
import { type Figure, type Target } from "../measure/Figure.ts"

/** The first row is the heading; columns of numbers are aligned to the right. */
export const textTable = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  const numeric = widths.map((_, column) =>
    rows.slice(1).every((row) => /^([-+]?[\d.,]+|-|)$/.test(row[column] ?? "")),
  )
  const line = (row: ReadonlyArray<string>) =>
    widths
      .map((width, column) => {
        const cell = row[column] ?? ""
        return numeric[column] === true ? cell.padStart(width) : cell.padEnd(width)
      })
      .join("  ")
      .trimEnd()
  const [heading, ...body] = rows.map(line)
  if (heading === undefined) return ""
  return [heading, widths.map((width) => "-".repeat(width)).join("  "), ...body].join("\n")
}

export const number = (value: number): string => {
  const size = Math.abs(value)
  if (size >= 10_000) return Math.round(value).toLocaleString("en")
  if (Number.isInteger(value)) return String(value)
  if (size < 0.01) return String(Number(value.toPrecision(2)))
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3)
}

export const targetText = (target: Target | null): string =>
  target === null ? "" : `${target.relation === "at most" ? "≤" : "≥"} ${number(target.value)}`

export const verdict = (met: boolean | null): string =>
  met === null ? "" : met ? "met" : "NOT MET"

export const figureTable = (figures: ReadonlyArray<Figure>): string =>
  textTable([
    ["figure", "value", "min", "max", "unit", "target", ""],
    ...figures.map((figure) => [
      figure.name,
      number(figure.value),
      number(figure.min),
      number(figure.max),
      figure.unit,
      targetText(figure.target),
      verdict(figure.met),
    ]),
  ])

/** Below a table: what a reader must know of single figures. */
export const notes = (figures: ReadonlyArray<Figure>): string =>
  figures.flatMap(({ name, note }) => (note === undefined ? [] : [`* ${name}: ${note}`])).join("\n")
