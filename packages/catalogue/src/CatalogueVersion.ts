/**
 * The version of the catalogue: a hash of its data, computed once. It is part of every cache key, so that answers
 * about other data are not reused.
 */
import { createHash } from "node:crypto"
import { eachProduct } from "./Products.ts"
import { genres, series } from "./SeriesData.ts"

let computed: string | undefined

/** Twelve hexadecimal digits of SHA-256 over series, genres and every product's figures. */
export const catalogueVersion = (): string => {
  if (computed !== undefined) return computed
  const hash = createHash("sha256").update(JSON.stringify([series(), genres()]))
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
