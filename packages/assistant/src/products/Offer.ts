/** A product with its current price and stock, and its card for the customer. */
import type { ProductCard } from "@manga-assist/protocol"
import type { ListedProduct } from "./ListedProduct.ts"
import type { Question } from "../reading/Question.ts"

export interface Offer {
  readonly product: ListedProduct
  /** JPY, tax included. */
  readonly price: number
  readonly stock: number
  /** At least one copy can ship today; a pre-order is not in stock. */
  readonly inStock: boolean
}

export const toCard = ({ product, price, inStock }: Offer): ProductCard => ({
  id: product.id,
  title: product.title,
  japanese: product.japaneseTitle,
  ...(product.volume === undefined ? {} : { volume: product.volume }),
  format: product.format,
  price: { amount: price, currency: "JPY" },
  inStock,
  url: product.url,
})

/** Joins what search found with the figures of the table; without them the index's own stand in. */
export const toOffer = (
  product: ListedProduct,
  fact:
    | { readonly price: number; readonly stock: number; readonly releaseDate: string }
    | undefined,
): Offer => {
  if (fact === undefined) {
    const { price, stock } = product
    return { product, price, stock, inStock: stock > 0 }
  }
  const { price, releaseDate, stock } = fact
  return { product: { ...product, releaseDate }, price, stock, inStock: stock > 0 }
}

/** Series that an answer is about: those that the question names, then those of the products in their order. */
export const seriesOf = (
  { slots }: Question,
  offers: ReadonlyArray<Offer>,
): ReadonlyArray<string> => [
  ...new Set([...slots.series, ...offers.map(({ product }) => product.seriesId)]),
]
