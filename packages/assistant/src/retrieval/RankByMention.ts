/**
 * Sorts products by the order in which the question names their series and volumes, which search does not keep. Pure.
 *
 * For a question about a certain volume or box set, search also fetches the bundle of the whole series as a fallback.
 * It is dropped where that book was found.
 */
import type { ListedProduct } from "../products/ListedProduct.ts"
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
