/**
 * Groups figures by the text before the first colon of their names, and by unit. At least three groups whose figures
 * have the same names behind the colon become one matrix: a row for each group, a column for each of these names. Pure.
 */
import { type Figure } from "../measure/Figure.ts"

export interface FigureGroup {
  readonly title: string
  readonly unit: string
  readonly figures: ReadonlyArray<Figure>
}

/** In the order of their first figure. */
export const groupFigures = (figures: ReadonlyArray<Figure>): ReadonlyArray<FigureGroup> => {
  const groups = Map.groupBy(figures, ({ name, unit }) => `${name.split(":")[0]}\n${unit}`)
  return [...groups].map(([key, all]) => {
    const [title = "", unit = ""] = key.split("\n")
    return { title, unit, figures: all }
  })
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
export const matricesOf = (groups: ReadonlyArray<FigureGroup>) => {
  const columnsOf = ({ figures }: FigureGroup) => figures.map(shortName)
  const fitting = groups.filter((group) => {
    const { length } = columnsOf(group)
    return length >= 2 && length <= mostColumns
  })
  const alike = Map.groupBy(fitting, (group) => columnsOf(group).toSorted().join("\n"))
  const matrices = [...alike.values()].flatMap((each): ReadonlyArray<Matrix> => {
    const [first] = each
    return first === undefined || each.length < leastGroups
      ? []
      : [{ columns: columnsOf(first), groups: each }]
  })
  const inOne = new Set(matrices.flatMap((each) => each.groups))
  return { matrices, others: groups.filter((group) => !inOne.has(group)) }
}
