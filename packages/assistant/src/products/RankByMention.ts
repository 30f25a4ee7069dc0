/**
 * Sorts products by the order in which the customer mentioned them, and drops the fallback bundle of a book that
 * exists.
 *
 * Pure. Search sorts by its own rules. A bundle is fetched beside a numbered book only to tell, when that book does
 * not exist, what the series has.
 */
import type { ListedProduct } from "./ListedProduct.ts"
import type { Slots } from "../reading/Question.ts"

const namesNumber = (slots: Slots) =>
  typeof slots.volume === "number" ||
  (slots.volume === "latest" && slots.series.length > 1) ||
  slots.books !== undefined ||
  slots.format === "box-set"

const rankOf = (slots: Slots) => {
  const books = slots.books ?? []
  const last = slots.series.length + books.length
  return (product: ListedProduct): number => {
    const book = books.findIndex(
      ({ series, volume }) => series === product.seriesId && volume === product.volume,
    )
    if (book >= 0) return book
    const series = slots.series.indexOf(product.seriesId)
    return series >= 0 ? books.length + series : last
  }
}

export const rankByMention = (
  found: ReadonlyArray<ListedProduct>,
  slots: Slots,
): ReadonlyArray<ListedProduct> => {
  const numbered = new Set(
    found.filter((product) => product.kind !== "series").map((product) => product.seriesId),
  )
  const wanted = namesNumber(slots)
    ? found.filter((product) => product.kind !== "series" || !numbered.has(product.seriesId))
    : found
  if (slots.series.length === 0) return wanted
  const rank = rankOf(slots)
  return wanted.toSorted((a, b) => rank(a) - rank(b))
}
