/**
 * Formats products as a short list, one line each: title, volume, format, price, stock. Of a longer list the first ten
 * are printed, then the number of the others.
 */
import type { ProductCard } from "@manga-assist/client"
import { visibleLine } from "./Visible.ts"

/** More than this is counted, not listed. */
const shown = 10

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 })

const price = ({ amount, currency }: ProductCard["price"]): string =>
  currency === "JPY" ? `¥${whole.format(amount)}` : `${whole.format(amount)} ${currency}`

/** For example `Blue Lock, volume 12 · ブルーロック · paperback · ¥528 · in stock`. */
export const productLine = (product: ProductCard): string =>
  [
    product.volume === undefined ? product.title : `${product.title}, volume ${product.volume}`,
    ...(product.japanese === undefined || product.japanese === product.title
      ? []
      : [product.japanese]),
    ...(product.format === undefined ? [] : [product.format]),
    price(product.price),
    product.inStock ? "in stock" : "out of stock",
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
