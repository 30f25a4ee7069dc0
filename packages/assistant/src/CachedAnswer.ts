/** A finished answer as the cache keeps it: text, the cards shown with it, and where it came from. */
import { Context, Layer, Schema } from "effect"
import { type AnswerCache, type CacheStore, makeAnswerCache } from "@manga-assist/caching"
import { ProductCard } from "@manga-assist/protocol"

export const CachedAnswer = Schema.Struct({
  text: Schema.NonEmptyString,
  products: Schema.Array(ProductCard),
  model: Schema.String,
  /** `precomputed`: written by the worker ahead of any customer. `exact`: by a customer's turn. */
  origin: Schema.Literals(["precomputed", "exact"]),
  /** Series the answer is about, for the follow-up question. */
  series: Schema.Array(Schema.String),
})
export type CachedAnswer = typeof CachedAnswer.Type

/** The store's answers, shared by all customers; an entry of another shape is no entry. */
export class CachedAnswers extends Context.Service<CachedAnswers, AnswerCache<CachedAnswer>>()(
  "@manga-assist/assistant/CachedAnswers",
) {
  static readonly layer: Layer.Layer<CachedAnswers, never, CacheStore> = Layer.effect(
    CachedAnswers,
    makeAnswerCache({ schema: CachedAnswer }),
  )
}
