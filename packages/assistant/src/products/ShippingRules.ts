/**
 * What shipping and wrapping cost, as figures to reckon with. `StorePolicies.ts` tells the same to customers; a test holds
 * both together. JPY.
 */
import type { ProductFormat } from "@manga-assist/catalogue"

export const shippingRules = {
  domestic: { cost: 350, freeFrom: 3_000 },
  abroad: { cost: 1_800 },
  /** For each parcel; an order is one. */
  wrapping: 300,
} as const

export type Destination = "domestic" | "abroad"

/** All that the grammar knows of Japan; every other place is abroad. */
const inJapan: ReadonlySet<string> = new Set(
  `JP remote honshu shikoku kyushu tohoku kanto kansai chubu chugoku-region hokkaido aomori iwate miyagi akita yamagata
  fukushima ibaraki tochigi gunma saitama chiba tokyo kanagawa niigata toyama ishikawa fukui yamanashi nagano gifu
  shizuoka aichi mie shiga kyoto osaka hyogo nara wakayama tottori shimane okayama hiroshima yamaguchi tokushima kagawa
  ehime kochi fukuoka saga nagasaki kumamoto oita miyazaki kagoshima okinawa sapporo sendai yokohama nagoya kobe hakata
  naha`.split(/\s+/u),
)

/** `place`: the grammar's id of it. */
export const destinationOfPlace = (place: string): Destination =>
  inJapan.has(place) ? "domestic" : "abroad"

/** What is read in the reader is never sent. */
export const isShipped = (format: ProductFormat): boolean => format !== "digital"

/** For printed goods of that worth in one parcel; nothing is sent where there are none. */
export const shippingCost = (goods: number, destination: Destination): number => {
  if (goods <= 0) return 0
  const { abroad, domestic } = shippingRules
  if (destination === "abroad") return abroad.cost
  return goods >= domestic.freeFrom ? 0 : domestic.cost
}
