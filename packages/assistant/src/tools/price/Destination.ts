/**
 * Where a parcel goes, by whatever somebody calls the place: to Japan or abroad. The places and their names are those of
 * the store's grammar.
 */
import { byKind, type StoreReader } from "@manga-assist/store-grammar"
import type { Destination } from "../../products/ShippingRules.ts"

/** All that the grammar knows of Japan; every other place is abroad. */
const inJapan: ReadonlySet<string> = new Set(
  `JP remote honshu shikoku kyushu tohoku kanto kansai chubu chugoku-region hokkaido aomori iwate miyagi akita yamagata
  fukushima ibaraki tochigi gunma saitama chiba tokyo kanagawa niigata toyama ishikawa fukui yamanashi nagano gifu
  shizuoka aichi mie shiga kyoto osaka hyogo nara wakayama tottori shimane okayama hiroshima yamaguchi tokushima kagawa
  ehime kochi fukuoka saga nagasaki kumamoto oita miyazaki kagoshima okinawa sapporo sendai yokohama nagoya kobe hakata
  naha`.split(/\s+/u),
)

/** 〒100-0001 */
const postalCode = /^\D*\d{3}-\d{4}\b/u

/** `undefined`: a place that nobody here has heard of. */
export const destinationOf = (place: string, { read }: StoreReader): Destination | undefined => {
  const places = byKind(read(place).reading.tokens)["PLACE"] ?? []
  if (places.some((each) => !inJapan.has(each))) return "abroad"
  return places.length > 0 || postalCode.test(place.normalize("NFKC")) ? "domestic" : undefined
}
