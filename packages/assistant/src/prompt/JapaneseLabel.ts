/** The Japanese name of a product in an order; orders store the English title they were placed under. Pure. */
import type { Catalogue } from "@manga-assist/catalogue"

/** `undefined` for a product of no series that is known here. */
export const japaneseLabel = (id: string, catalogue: Catalogue): string | undefined => {
  const book = catalogue.bookOf(id)
  if (book === undefined) return undefined
  const title = catalogue.of(book.series)?.japanese
  if (book.box !== undefined) return `${title} ボックスセット${book.box}`
  return book.volume === undefined ? title : `${title} ${book.volume}巻`
}
