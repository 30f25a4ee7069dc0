/**
 * Where a parcel goes, by whatever somebody calls the place: to Japan or abroad. The places and their names are those of
 * the store's grammar.
 */
import { byKind, type StoreReader } from "@manga-assist/store-grammar"
import { type Destination, destinationOfPlace } from "../../products/ShippingRules.ts"

/** 〒100-0001 */
const postalCode = /^\D*\d{3}-\d{4}\b/u

/** `undefined`: a place that nobody here has heard of. */
export const destinationOf = (place: string, { read }: StoreReader): Destination | undefined => {
  const places = byKind(read(place).reading.tokens)["PLACE"] ?? []
  if (places.some((each) => destinationOfPlace(each) === "abroad")) return "abroad"
  return places.length > 0 || postalCode.test(place.normalize("NFKC")) ? "domestic" : undefined
}
