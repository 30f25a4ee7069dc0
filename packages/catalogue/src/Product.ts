/**
 * Types of the store's data: products, orders, users.
 *
 * A `Product` is one item with a price: a volume in one format, a box set, or the digital bundle of a series.
 * `Products.ts` derives products from the series. A product is also the search document, without its vector: its
 * price and stock are then those at indexing time; the `products` table has the current ones.
 */
import type { Demographic } from "./Series.ts"

/** `series`: all volumes so far as one digital bundle, or an item that is no book. `volume`: one book. `box-set`: ten paper volumes. */
export type ProductKind = "series" | "volume" | "box-set"
export type ProductFormat = "paperback" | "digital" | "box-set" | "item"

export interface Product {
  /** `one-piece`, `one-piece-v105-paperback`, `one-piece-v105-digital`, `one-piece-box-3`. */
  readonly id: string
  readonly seriesId: string
  readonly kind: ProductKind
  readonly format: ProductFormat
  /** English title of the series. */
  readonly title: string
  readonly japaneseTitle: string
  readonly romaji: string
  readonly aliases: ReadonlyArray<string>
  /** Number of a volume, or of a box set. Absent for `series`. */
  readonly volume?: number
  readonly author: string
  readonly authorJapanese: string
  /** Lower-case names of each person, English and Japanese, for filters. */
  readonly authorKeys: ReadonlyArray<string>
  readonly demographic?: Demographic | undefined
  readonly genres: ReadonlyArray<string>
  readonly publisher?: string | undefined
  readonly ageRating?: string | undefined
  readonly status?: string | undefined
  readonly firstYear: number
  /** Volumes that exist in the series. */
  readonly volumes: number
  /** ISO date, may be in the future (a pre-order). */
  readonly releaseDate: string
  readonly pages: number
  readonly language: "ja"
  /** JPY, tax included. */
  readonly price: number
  readonly stock: number
  /** Orders in the last seven days, deterministic; orders "trending". */
  readonly popularity: number
  readonly synopsis: string
  readonly synopsisJapanese: string
  readonly url: string
}

export interface Order {
  /** `MA-UU-NNNN`, `UU` the user's two digits. */
  readonly id: string
  readonly user: string
  readonly placedOn: string
  readonly status: "processing" | "shipped" | "delivered" | "cancelled"
  readonly items: ReadonlyArray<{
    readonly productId: string
    readonly title: string
    readonly quantity: number
    readonly price: number
  }>
  readonly total: number
  /** ISO date, absent when delivered or cancelled. */
  readonly expectedOn?: string
}

export interface User {
  /** `demo-01` … `demo-20`. */
  readonly id: string
  readonly name: string
  readonly language: "en" | "ja"
  readonly preferredGenres: ReadonlyArray<string>
  readonly preferredDemographic: Demographic
  /** JPY. */
  readonly priceMax: number
}
