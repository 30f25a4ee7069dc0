/** The rows that the table has of the demo shop. */
import { products } from "@manga-assist/catalogue"
import { type Fact, factOf } from "../../src/products/ProductFacts.ts"

/** As the catalogue's writer puts a product into the table: only a single book has a number there. */
const asRow = ({ kind, volume, ...product }: ReturnType<typeof products>[number]): Fact => {
  const fact = factOf(kind === "series" ? product : { ...product, volume })
  if (fact === undefined) throw new Error(`${product.id} is no row`)
  return fact
}

const rows = products().map(asRow)
const byId = new Map(rows.map((fact) => [fact.id, fact]))
const bySeries = Map.groupBy(rows, ({ seriesId }) => seriesId)

export const rowOf = (id: string): Fact | undefined => byId.get(id)

export const rowsOf = (series: string): ReadonlyMap<string, Fact> =>
  new Map((bySeries.get(series) ?? []).map((fact) => [fact.id, fact]))
