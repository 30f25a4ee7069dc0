/**
 * Whether and how a product can be had on a day: in stock, few copies left, sold out, still to come, or read at once.
 * Pure.
 */
import type { Availability } from "@manga-assist/protocol"
import type { ListedProduct } from "./ListedProduct.ts"

/** Fewer copies than this are few: an answer says how many are left, and a cached one holds while it is as many. */
export const few = 5

/** `today` is an ISO date of the store. What is digital never runs out. */
export const availabilityOf = (
  { format, releaseDate, stock }: Pick<ListedProduct, "format" | "kind" | "releaseDate" | "stock">,
  today: string,
): Availability => {
  if (releaseDate > today) return "pre-order"
  if (format === "digital") return "read-at-once"
  if (stock <= 0) return "sold-out"
  return stock < few ? "few-left" : "in-stock"
}

/** At least one copy can ship, or be read, today. */
export const canBeHad = (availability: Availability): boolean =>
  availability !== "pre-order" && availability !== "sold-out"
