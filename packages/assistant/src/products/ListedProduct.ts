/**
 * Schema of a product as prompts and cards use it, decoded from a search hit. Other fields of the hit are ignored; a
 * hit without the required fields is skipped.
 */
import { Option, Schema } from "effect"

export const ListedProduct = Schema.Struct({
  id: Schema.String,
  seriesId: Schema.String,
  kind: Schema.Literals(["series", "volume", "box-set"]),
  format: Schema.Literals(["paperback", "digital", "box-set"]),
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
  demographic: Schema.String,
  genres: Schema.Array(Schema.String),
  synopsis: Schema.String,
  synopsisJapanese: Schema.String,
  status: Schema.String,
  publisher: Schema.String,
  ageRating: Schema.String,
  url: Schema.String,
})
export type ListedProduct = typeof ListedProduct.Type

/** What a search asks OpenSearch to send back: these of the document's fields, never the vector. */
export const listedFields: ReadonlyArray<string> = Object.keys(ListedProduct.fields)

const decode = Schema.decodeUnknownOption(ListedProduct)

export const listedProduct = (document: unknown): ListedProduct | undefined =>
  Option.getOrUndefined(decode(document))
