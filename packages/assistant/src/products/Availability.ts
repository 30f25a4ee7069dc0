/**
 * Whether and how a product can be had on a day: in stock, few copies left, sold out, still to come, or read at once.
 * Pure.
 */
import type { ListedProduct } from "./ListedProduct.ts"

/** Fewer copies than this are few: an answer says how many are left. */
const few = 5

/** `today` is an ISO date of the store. What is digital never runs out. */
export const availabilityOf = (
  { format, releaseDate, stock }: Pick<ListedProduct, "format" | "kind" | "releaseDate" | "stock">,
  today: string,
) => {
  if (releaseDate > today) return "pre-order"
  if (format === "digital") return "read-at-once"
  if (stock <= 0) return "sold-out"
  return stock < few ? "few-left" : "in-stock"
}
