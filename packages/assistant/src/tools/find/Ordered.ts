/** The order of a wish, and the products found in it, each series once. Pure. */
import type { ListedProduct } from "../../products/ListedProduct.ts"
import type { FindWish } from "./FindWish.ts"

type Order = readonly [
  field: "firstYear" | "price" | "releaseDate" | "volumes",
  direction: "asc" | "desc",
]

type Wanted = Pick<FindWish, "released" | "sort">

/** The first day that a date without day or month stands for: 2026, 2026-12. */
export const firstDay = (date: string): string => date + "-01-01".slice(date.length - 4)

/** `undefined`: what is read most comes first, or what is nearest in meaning. */
export const orderOf = ({ released, sort }: Wanted, today: string): Order | undefined => {
  const age = released === undefined ? "firstYear" : "releaseDate"
  const { from } = released ?? {}
  // What comes out is told from the next one on, what came out from the newest one back.
  const isAhead = from !== undefined && firstDay(from) >= today
  switch (sort) {
    case "newest":
      return [age, "desc"]
    case "oldest":
      return [age, "asc"]
    case "cheapest":
      return ["price", "asc"]
    case "shortest":
      return ["volumes", "asc"]
    case "longest":
      return ["volumes", "desc"]
    case "popular":
      return undefined
    default:
      return released === undefined ? undefined : [age, isAhead ? "asc" : "desc"]
  }
}

/** Of what is near in meaning, by the order that is wished for. */
export const sortedNear = (
  products: ReadonlyArray<ListedProduct>,
  wanted: Wanted,
  today: string,
): ReadonlyArray<ListedProduct> => {
  const order = orderOf(wanted, today)
  if (order === undefined) return products
  const [field, direction] = order
  const ascending = products.toSorted((a, b) =>
    a[field] < b[field] ? -1 : Number(a[field] > b[field]),
  )
  return direction === "asc" ? ascending : ascending.toReversed()
}

/** Of two editions the printed one, unless the cheapest is wished for; where a time of release is, every volume. */
export const oneEach = (
  products: ReadonlyArray<ListedProduct>,
  { released, sort }: Wanted,
): ReadonlyArray<ListedProduct> => {
  if (released !== undefined) return products
  const bySeries = new Map<string, ListedProduct>()
  for (const product of products) {
    const before = bySeries.get(product.seriesId)
    const isPrinted = product.format === "paperback" && sort !== "cheapest"
    if (before === undefined || (isPrinted && before.format === "digital")) {
      bySeries.set(product.seriesId, product)
    }
  }
  return [...bySeries.values()]
}
