/** The order of a wish, and the products found in it, each series once. Pure. */
import type { ListedProduct } from "../../products/ListedProduct.ts"
import type { FindWish } from "./FindWish.ts"
import { firstDay } from "./ReleaseDays.ts"

interface Order {
  readonly field: "firstYear" | "price" | "releaseDate" | "volumes"
  readonly direction: "asc" | "desc"
}

type Wanted = Pick<FindWish, "released" | "sort">

/** `undefined`: what is read most comes first, or what is nearest in meaning. */
export const orderOf = ({ released, sort }: Wanted, today: string): Order | undefined => {
  const age = released === undefined ? "firstYear" : "releaseDate"
  switch (sort) {
    case "newest":
      return { field: age, direction: "desc" }
    case "oldest":
      return { field: age, direction: "asc" }
    case "cheapest":
      return { field: "price", direction: "asc" }
    case "shortest":
      return { field: "volumes", direction: "asc" }
    case "longest":
      return { field: "volumes", direction: "desc" }
    case "popular":
      return undefined
    default: {
      if (released === undefined) return undefined
      // What comes out is told from the next one on, what came out from the newest one back.
      const { from } = released
      const isAhead = from !== undefined && firstDay(from) >= today
      return { field: age, direction: isAhead ? "asc" : "desc" }
    }
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
  const { direction, field } = order
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
