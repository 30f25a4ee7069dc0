/** Which figures belong together: by what stands before the first colon, and by unit. Pure. */
import { type Figure } from "../Figure.ts"

export interface FigureGroup {
  readonly title: string
  readonly unit: string
  readonly figures: ReadonlyArray<Figure>
}

/** In the order of their first figure. */
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
export const shortName = ({ name }: Figure): string => {
  const at = name.indexOf(":")
  return at < 0 ? name : name.slice(at + 1).trim()
}

/** Groups over the same things: one table, a row for each group and a column for each thing. */
export interface Matrix {
  readonly columns: ReadonlyArray<string>
  readonly groups: ReadonlyArray<FigureGroup>
}

const leastGroups = 3
/** More are no table that fits a page. */
const mostColumns = 8

/** Matrices, and the groups that are in none, each in the order of its first figure. */
export const matricesOf = (
  groups: ReadonlyArray<FigureGroup>,
): { readonly matrices: ReadonlyArray<Matrix>; readonly others: ReadonlyArray<FigureGroup> } => {
  const byColumns = new Map<string, { columns: Array<string>; groups: Array<FigureGroup> }>()
  for (const group of groups) {
    const columns = group.figures.map(shortName).toSorted()
    if (columns.length < 2 || columns.length > mostColumns) continue
    const key = columns.join("\n")
    const found = byColumns.get(key) ?? { columns: group.figures.map(shortName), groups: [] }
    found.groups.push(group)
    byColumns.set(key, found)
  }
  const matrices = [...byColumns.values()].filter((each) => each.groups.length >= leastGroups)
  const inOne = new Set(matrices.flatMap((each) => each.groups))
  return { matrices, others: groups.filter((group) => !inOne.has(group)) }
}
