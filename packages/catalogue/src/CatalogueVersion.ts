/**
 * The version of the demo catalogue: a hash of its data, computed once. By it the tables and the index are known to be
 * filled with this data.
 */
import { createHash } from "node:crypto"
import { eachProduct } from "./Products.ts"
import { genres, series } from "./SeriesData.ts"

/** Grows with the form of the rows. */
const rows = 2

let computed: string | undefined

/** Twelve hexadecimal digits of SHA-256 over series, genres and every product's figures. */
export const catalogueVersion = (): string => {
  if (computed !== undefined) return computed
  const hash = createHash("sha256").update(JSON.stringify([rows, series(), genres()]))
  for (const product of eachProduct()) {
    hash.update(
      JSON.stringify([
        product.id,
        product.price,
        product.stock,
        product.releaseDate,
        product.popularity,
        product.pages,
      ]),
    )
  }
  return (computed = hash.digest("hex").slice(0, 12))
}
