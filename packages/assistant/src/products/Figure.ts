/**
 * The facts of a product that can change (price, stock, release date), as an answer states them; 5 copies or more count
 * as equal. They are stored with a cached answer and compared with the current ones before it is served.
 *
 * `boundTo` ties an answer to the day on which it was written, if it depends on the date or has a product that is not
 * released yet.
 */
import { Schema } from "effect"
import { few } from "./Availability.ts"

export const Figure = Schema.Struct({
  id: Schema.String,
  price: Schema.Int,
  /** Copies, as far as an answer tells them: 5 stands for 5 and more. */
  left: Schema.Int,
  releaseDate: Schema.String,
  /** False while it could only be pre-ordered. */
  released: Schema.Boolean,
})
export type Figure = typeof Figure.Type

/** `today` is an ISO date. Equal figures: the same words would be written again. */
export const figureOf = (
  product: {
    readonly id: string
    readonly price: number
    readonly stock: number
    readonly releaseDate: string
  },
  today: string,
): Figure => ({
  id: product.id,
  price: product.price,
  left: Math.min(few, product.stock),
  releaseDate: product.releaseDate,
  released: product.releaseDate <= today,
})

/** What of a product is not as it was. */
export const differing = (a: Figure, b: Figure): "price" | "release" | "stock" | undefined => {
  if (a.price !== b.price) return "price"
  if (a.left !== b.left) return "stock"
  return a.releaseDate === b.releaseDate && a.released === b.released ? undefined : "release"
}

/** The day that an answer is bound to, where it is: it tells of what comes out, or asks what has. */
export const boundTo = (
  today: string,
  dated: boolean,
  figures: ReadonlyArray<Figure>,
): { readonly day?: string } =>
  dated || figures.some(({ released }) => !released) ? { day: today } : {}
