/**
 * Schema of a product as prompts and cards use it, decoded from a search hit. Other fields of the hit are ignored; a
 * hit without the required fields is skipped.
 */
import { Option, Schema } from "effect"

export const ListedProduct = Schema.Struct({
  id: Schema.String,
  seriesId: Schema.String,
  kind: Schema.Literals(["series", "volume", "box-set"]),
  format: Schema.Literals(["paperback", "digital", "box-set", "item"]),
  title: Schema.String,
  japaneseTitle: Schema.String,
  volume: Schema.optionalKey(Schema.Int),
  volumes: Schema.Int,
  price: Schema.Int,
  stock: Schema.Int,
  releaseDate: Schema.String,
  firstYear: Schema.Int,
  /** Absent where search could not be asked. */
  pages: Schema.optionalKey(Schema.Int),
  author: Schema.String,
  authorJapanese: Schema.String,
  /** An item has no properties of books. */
  demographic: Schema.optional(Schema.String),
  genres: Schema.Array(Schema.String),
  synopsis: Schema.String,
  synopsisJapanese: Schema.String,
  status: Schema.optional(Schema.String),
  publisher: Schema.optional(Schema.String),
  ageRating: Schema.optional(Schema.String),
  url: Schema.String,
})
export type ListedProduct = typeof ListedProduct.Type

/** What a search asks OpenSearch to send back: these of the document's fields, never the vector. */
export const listedFields: ReadonlyArray<string> = Object.keys(ListedProduct.fields)

const decode = Schema.decodeUnknownOption(ListedProduct)

export const listedProduct = (document: unknown): ListedProduct | undefined =>
  Option.getOrUndefined(decode(document))
