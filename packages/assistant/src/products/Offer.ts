/** A product with its current price and stock, and its card for the customer. */
import { volumesOfBox } from "@manga-assist/catalogue"
import type { Availability, ProductCard } from "@manga-assist/protocol"
import { availabilityOf, canBeHad } from "./Availability.ts"
import type { ListedProduct } from "./ListedProduct.ts"
import type { Question } from "../reading/Question.ts"

export interface Offer {
  readonly product: ListedProduct
  /** JPY, tax included. */
  readonly price: number
  readonly stock: number
  /** At least one copy can ship today; a pre-order is not in stock. */
  readonly inStock: boolean
  /** On the day of the read. */
  readonly availability: Availability
}

/** What a card says of its kind. */
const ofKind = ({ format, kind, volume = 1, volumes }: ListedProduct) => {
  if (format === "item") return {}
  if (kind === "series") return { kind: "bundle", volumes } as const
  if (kind === "volume") return { kind } as const
  return { kind, volumes: volumesOfBox(volume) } as const
}

export const toCard = ({ availability, inStock, price, product }: Offer): ProductCard => ({
  id: product.id,
  title: product.title,
  japanese: product.japaneseTitle,
  ...ofKind(product),
  ...(product.volume === undefined ? {} : { volume: product.volume }),
  ...(product.format === "item" ? {} : { format: product.format }),
  price: { amount: price, currency: "JPY" },
  inStock,
  availability,
  url: product.url,
})

const offered = (product: ListedProduct, today: string): Offer => {
  const { price, stock } = product
  const availability = availabilityOf(product, today)
  return { product, price, stock, availability, inStock: canBeHad(availability) }
}

/**
 * Joins what search found with the figures of the table; without them the index's own stand in. `today` is an ISO date
 * of the store.
 */
export const toOffer = (
  product: ListedProduct,
  fact:
    | { readonly price: number; readonly stock: number; readonly releaseDate: string }
    | undefined,
  today: string,
): Offer => {
  if (fact === undefined) return offered(product, today)
  const { price, releaseDate, stock } = fact
  return offered({ ...product, price, releaseDate, stock }, today)
}

/** Series that an answer is about: those that the question names, then those of the products in their order. */
export const seriesOf = (
  { slots }: Question,
  offers: ReadonlyArray<Offer>,
): ReadonlyArray<string> => [
  ...new Set([...slots.series, ...offers.map(({ product }) => product.seriesId)]),
]
