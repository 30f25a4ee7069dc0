/** A finished answer as the cache keeps it: text, the cards shown with it, and where it came from. */
import { Context, Effect, Layer, Schema } from "effect"
import { type AnswerCache, type CacheStore, makeAnswerCache, TagClock } from "@manga-assist/caching"
import { ProductCard } from "@manga-assist/protocol"

const Figure = Schema.Struct({
  id: Schema.String,
  price: Schema.Int,
  /** Copies, as far as an answer tells them: 5 stands for 5 and more. */
  left: Schema.Int,
  releaseDate: Schema.String,
  /** False while it could only be pre-ordered. */
  released: Schema.Boolean,
})
export type Figure = typeof Figure.Type

/** The system prompt has the model say how many copies are left below this number. */
const tellsAll = 5

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
  left: Math.min(tellsAll, product.stock),
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

export const CachedAnswer = Schema.Struct({
  text: Schema.NonEmptyString,
  products: Schema.Array(ProductCard),
  model: Schema.String,
  /** `precomputed`: written by the worker ahead of any customer. `exact`: by a customer's turn. */
  origin: Schema.Literals(["precomputed", "exact"]),
  /** Its question as `normalizeQuestion` writes it: tells the same words from other ones. */
  words: Schema.String,
  /** What the table said of each product when the answer was written. */
  figures: Schema.Array(Figure),
  /** Series the answer is about, for the follow-up question. */
  series: Schema.Array(Schema.String),
  /** An ISO date: what it says may be wrong on any other day. */
  day: Schema.optionalKey(Schema.String),
})
export type CachedAnswer = typeof CachedAnswer.Type

/** The store's answers, shared by all customers; an entry of another shape is no entry. */
export class CachedAnswers extends Context.Service<CachedAnswers, AnswerCache<CachedAnswer>>()(
  "@manga-assist/assistant/CachedAnswers",
) {
  static readonly layer: Layer.Layer<CachedAnswers, never, CacheStore | TagClock> = Layer.effect(
    CachedAnswers,
    Effect.flatMap(TagClock, (tagClock) => makeAnswerCache({ schema: CachedAnswer, tagClock })),
  )
}
