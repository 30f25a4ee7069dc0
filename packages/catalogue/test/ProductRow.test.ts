/** The demo catalogue as rows of a file; how wrong rows are named is proved where files are read (catalogue-writer). */
import { expect, it } from "vitest"
import { products } from "../src/index.ts"
import {
  columns,
  demoRows,
  isSeries,
  listColumns,
  numberColumns,
  productOfRow,
  ruleOf,
} from "../src/rows.ts"

it("makes of the demo's rows the demo's products", () => {
  const rows = Array.from(demoRows())
  const series = new Map(rows.filter(isSeries).map((row) => [row.seriesId, row]))
  const made = rows.flatMap((row) => {
    const own = series.get(row.seriesId)
    return own === undefined ? [] : [productOfRow(row, own)]
  })
  expect(made).toEqual(products())
})

it("has a rule for every column", () => {
  for (const name of columns) expect(ruleOf(name)).toMatch(/^must be /u)
  expect(columns).toEqual(expect.arrayContaining([...listColumns, ...numberColumns]))
})
