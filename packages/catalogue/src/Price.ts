/**
 * Prices in JPY with 10 % tax included, so every price of a single book is a multiple of 11.
 *
 * Paper volumes cost 484 to 990, by publisher, readers' age and year; digital ones about a tenth less.
 */
import { seeded } from "./Seed.ts"
import type { BookSeries } from "./Series.ts"

const taxed = (price: number): number => Math.round(price / 11) * 11

const bounded = (price: number): number => Math.min(990, Math.max(484, price))

const publisherBase: Readonly<Record<string, number>> = {
  Shueisha: 506,
  Shogakukan: 550,
  Kodansha: 561,
  Hakusensha: 528,
  "Akita Shoten": 528,
  "Square Enix": 649,
  Kadokawa: 682,
}

/** Magazines for adults come in larger formats. */
const demographicSurcharge: Readonly<Record<BookSeries["demographic"], number>> = {
  kodomo: -22,
  shonen: 0,
  shojo: 0,
  josei: 66,
  seinen: 143,
}

const base = (series: BookSeries): number =>
  (publisherBase[series.publisher] ?? 737) +
  demographicSurcharge[series.demographic] +
  11 * seeded(`${series.id} price`, 5)

/** JPY, 484 to 990. Volumes from 2023 on cost 44 more, as paper did. */
export const paperPrice = (series: BookSeries, releaseDate: string): number =>
  taxed(bounded(base(series) + (releaseDate >= "2023" ? 44 : 0)))

/** JPY, 429 to 891. */
export const digitalPrice = (series: BookSeries, releaseDate: string): number =>
  taxed(paperPrice(series, releaseDate) * 0.9)

/** JPY, a multiple of 10: `books` together at 8 % off. */
export const boxSetPrice = (books: ReadonlyArray<number>): number => together(books, 0.92)

/** JPY, a multiple of 10: `books` together at 15 % off. One book keeps its price. */
export const bundlePrice = (books: ReadonlyArray<number>): number =>
  together(books, books.length === 1 ? 1 : 0.85)

const together = (books: ReadonlyArray<number>, share: number): number =>
  Math.round((books.reduce((sum, price) => sum + price, 0) * share) / 10) * 10
