/**
 * Formats figures, with their targets and verdicts, as rows and notes; and rows as an aligned table for a terminal, without
 * colours, never wrapped. Pure.
 */
import { type Figure, type Target } from "../measure/Figure.ts"

/** The first row is the heading; columns of numbers are aligned to the right. */
export const textTable = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  const numeric = widths.map((_, column) =>
    rows.slice(1).every((row) => /^([-+]?[\d.,]+( to [-+]?[\d.,]+)?|-|)$/.test(row[column] ?? "")),
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

const spreadOf = ({ max, min }: Figure): string =>
  min === max ? "" : `${number(min)} to ${number(max)}`

/** A row for each, below the heading; columns of which nothing is to be said are left out. */
export const figureRows = (
  figures: ReadonlyArray<Figure>,
): ReadonlyArray<ReadonlyArray<string>> => {
  const isSpread = figures.some((figure) => spreadOf(figure) !== "")
  const isJudged = figures.some(({ target }) => target !== null)
  const cells = (name: string, value: string, unit: string, more: ReadonlyArray<string>) => {
    const [spread = "", ...judged] = more
    return [name, value, ...(isSpread ? [spread] : []), unit, ...(isJudged ? judged : [])]
  }
  return [
    cells("figure", "value", "unit", ["least to most", "target", "verdict"]),
    ...figures.map((figure) => {
      const { met, name, target, unit, value } = figure
      const more = [spreadOf(figure), targetText(target), verdict(met)]
      return cells(name, number(value), unit, more)
    }),
  ]
}

/** What must be known of single figures, each text once. */
export const notesOf = (figures: ReadonlyArray<Figure>): ReadonlyArray<string> => {
  const noted = figures.flatMap(({ from, name, note }) =>
    [note, from && `of ${from}`].flatMap((text) => (text === undefined ? [] : [{ name, text }])),
  )
  return [...Map.groupBy(noted, ({ text }) => text)].map(([text, all]) => {
    const isOfAll = all.length === figures.length && all.length > 1
    return `- ${isOfAll ? "all" : all.map(({ name }) => name).join("; ")}: ${text}`
  })
}
