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

/** What is read in the reader is never sent. */
export const isShipped = (format: ProductFormat): boolean => format !== "digital"

/** For printed goods of that worth in one parcel; nothing is sent where there are none. */
export const shippingCost = (goods: number, destination: Destination): number => {
  if (goods <= 0) return 0
  const { abroad, domestic } = shippingRules
  if (destination === "abroad") return abroad.cost
  return goods >= domestic.freeFrom ? 0 : domestic.cost
}
