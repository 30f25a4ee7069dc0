/**
 * Builds a product from its table row and its series in the catalogue, for products that no search returned: where
 * search failed, and those that are read only by their ids. `undefined` for an unknown series.
 */
import { addressOf, type Catalogue } from "@manga-assist/catalogue"
import type { ListedProduct } from "../ListedProduct.ts"
import type { Fact } from "../ProductFacts.ts"

export const productOfFact = (
  fact: Fact | undefined,
  catalogue: Catalogue,
): ListedProduct | undefined => {
  const entry = fact === undefined ? undefined : catalogue.of(fact.seriesId)
  if (fact === undefined || entry === undefined) return undefined
  return {
    ...fact,
    kind: fact.volume === undefined ? "series" : fact.format === "box-set" ? "box-set" : "volume",
    volumes: entry.volumes,
    firstYear: entry.firstYear,
    author: entry.author.english,
    authorJapanese: entry.author.japanese,
    demographic: entry.demographic,
    genres: entry.genres,
    synopsis: entry.synopsisEnglish,
    synopsisJapanese: entry.synopsisJapanese,
    status: entry.status,
    publisher: entry.publisher,
    ageRating: entry.ageRating,
    url: addressOf(fact),
  }
}
