/**
 * Finds the books that an answer names among those that its prompt held, for cards that close a turn: at most five, in
 * the order of the answer. Pure.
 */
import type { Catalogue } from "@manga-assist/catalogue"
import { titlesTold } from "../facts/TitlesTold.ts"
import { type Offer, toOffer } from "../products/Offer.ts"
import { productOfFact } from "../products/table/ProductOfFact.ts"
import type { Retrieved } from "./Retrieve.ts"

const mostCards = 5

/** A series by its digital bundle, as lists show it. */
const offerOf = (
  id: string,
  { records, told }: Pick<Retrieved, "records" | "told">,
  catalogue: Catalogue,
  today: string,
): Offer | undefined => {
  const found = told.flatMap(({ offers }) => offers).find(({ product }) => product.seriesId === id)
  if (found !== undefined) return found
  const fact = records.find(({ series }) => series === id)?.rows.get(id)
  const product = productOfFact(fact, catalogue)
  return product === undefined ? undefined : toOffer(product, fact, today)
}

export const offersNamed = (
  text: string,
  retrieved: Pick<Retrieved, "records" | "told">,
  catalogue: Catalogue,
  today: string,
): ReadonlyArray<Offer> =>
  titlesTold(text, catalogue)
    .flatMap((id) => offerOf(id, retrieved, catalogue, today) ?? [])
    .slice(0, mostCards)
