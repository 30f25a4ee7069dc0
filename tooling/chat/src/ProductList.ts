/**
 * Formats products as a short list, one line each: title, volumes, format, price, availability. Of a longer list the
 * first ten are printed, then the number of the others.
 */
import type { Availability, ProductCard } from "@manga-assist/client"
import { visibleLine } from "./Visible.ts"

/** More than this is counted, not listed. */
const shown = 10

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 })

const price = ({ amount, currency }: ProductCard["price"]): string =>
  currency === "JPY" ? `¥${whole.format(amount)}` : `${whole.format(amount)} ${currency}`

const availabilities: Readonly<Record<Availability, string>> = {
  "in-stock": "in stock",
  "few-left": "few left",
  "sold-out": "sold out",
  "pre-order": "pre-order",
  "read-at-once": "read at once",
}

/** All others are words as they are. */
const formats: Readonly<Record<string, string>> = { "box-set": "box set" }

/** A word that this version does not know is one of a newer server. */
const availability = ({ availability: known, inStock }: ProductCard): string =>
  known === undefined ? (inStock ? "in stock" : "out of stock") : (availabilities[known] ?? known)

const contents = ({ volume, volumes }: ProductCard): string => {
  if (typeof volumes === "number") return `, ${volumes} volumes`
  if (volumes !== undefined) return `, volumes ${volumes[0]}-${volumes[1]}`
  return volume === undefined ? "" : `, volume ${volume}`
}

/** For example `Blue Lock, volume 12 · ブルーロック · paperback · ¥528 · in stock`. */
export const productLine = (product: ProductCard): string =>
  [
    `${product.title}${contents(product)}`,
    ...(product.japanese === undefined || product.japanese === product.title
      ? []
      : [product.japanese]),
    ...(product.kind === "bundle" ? ["bundle"] : []),
    ...(product.format === undefined ? [] : [formats[product.format] ?? product.format]),
    price(product.price),
    availability(product),
  ]
    .map(visibleLine)
    .join(" · ")

/** Numbered lines, the server's order. */
export const productList = (products: ReadonlyArray<ProductCard>): ReadonlyArray<string> => [
  ...products
    .slice(0, shown)
    .map((product, index) => `${String(index + 1).padStart(3)}. ${productLine(product)}`),
  ...(products.length > shown ? [`     and ${products.length - shown} more`] : []),
]
