/**
 * Schema of a cached answer (text, product cards, where it came from, what is needed to check it later), and the
 * service that caches such answers for all customers.
 */
import { Context, Effect, Layer, Schema } from "effect"
import {
  type AnswerCache,
  type CacheStore,
  makeAnswerCache,
  TagVersions,
} from "@manga-assist/caching"
import { Made, ProductCard, TokenUsage } from "@manga-assist/protocol"
import { SeriesStamp } from "../facts/SeriesStamp.ts"
import { Figure } from "../products/Figure.ts"

export const CachedAnswer = Schema.Struct({
  text: Schema.NonEmptyString,
  products: Schema.Array(ProductCard),
  model: Schema.String,
  /** What the model took for it, once; absent where it did not say. */
  usage: Schema.optionalKey(TokenUsage),
  /** How long that took; absent in entries of earlier versions. */
  made: Schema.optionalKey(Made),
  /** `precomputed`: written by the worker ahead of any customer. `exact`: by a customer's turn. */
  origin: Schema.Literals(["precomputed", "exact"]),
  /** Its question as `normalizeQuestion` writes it: tells the same words from other ones. */
  words: Schema.String,
  /** What the table said of each product when the answer was written. */
  figures: Schema.Array(Figure),
  /** Of whole series: what their prices and dates were; absent where the figures are all it tells. */
  stamps: Schema.optionalKey(Schema.Array(SeriesStamp)),
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
  static readonly layer: Layer.Layer<CachedAnswers, never, CacheStore | TagVersions> = Layer.effect(
    CachedAnswers,
    Effect.flatMap(TagVersions, (tagVersions) =>
      makeAnswerCache({ schema: CachedAnswer, tagVersions }),
    ),
  )
}
