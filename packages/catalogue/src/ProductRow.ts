/**
 * One row of a catalogue file, which is one product: what it must hold, and the product that it makes together with the
 * row of its series. The demo catalogue as such rows.
 *
 * Numbers and lists come as such; whoever reads a file of texts converts them before.
 */
import { Result, Schema, SchemaIssue } from "effect"
import { boxId, volumeId } from "./Catalogue.ts"
import type { Product } from "./Product.ts"
import { eachProduct } from "./Products.ts"
import {
  bookColumns,
  columns,
  productColumns,
  ruleOf,
  seriesColumns,
  volumeColumn,
} from "./RowColumns.ts"

const absent = Schema.optionalKey(Schema.Undefined)

const SeriesRow = Schema.Struct({
  ...productColumns,
  volume: absent,
  ...seriesColumns,
})
const ItemRow = Schema.Struct({
  ...productColumns,
  ...seriesColumns,
  format: Schema.Literal("item"),
  volume: absent,
  pages: absent,
  demographic: absent,
  publisher: absent,
  ageRating: absent,
  status: absent,
  volumes: absent,
})
const BookRow = Schema.Struct({ ...productColumns, volume: volumeColumn })

export type SeriesRow = typeof SeriesRow.Type | typeof ItemRow.Type
export type BookRow = typeof BookRow.Type
export type ProductRow = SeriesRow | BookRow

/** What is wrong with a field, and the rule that it breaks. */
export interface Broken {
  readonly field: string
  readonly rule: string
}

export const isSeries = (row: ProductRow): row is SeriesRow => row.volume === undefined

const all = { errors: "all", onExcessProperty: "error" } as const
const decodeSeries = Schema.decodeUnknownResult(SeriesRow, all)
const decodeItem = Schema.decodeUnknownResult(ItemRow, all)
const decodeBook = Schema.decodeUnknownResult(BookRow, all)
const issuesOf = SchemaIssue.makeFormatterStandardSchemaV1()

/** The only id that a product of this series, volume and format can have. */
const idOf = ({ format, seriesId, volume }: ProductRow): string =>
  volume === undefined
    ? seriesId
    : format === "box-set"
      ? boxId(seriesId, volume)
      : format === "item"
        ? seriesId
        : volumeId(seriesId, volume, format)

const brokenBeside = (row: ProductRow): ReadonlyArray<Broken> => {
  const broken: Array<Broken> = []
  const id = idOf(row)
  if (row.id !== id) {
    broken.push({ field: "id", rule: `must be ${id}, by its seriesId, volume and format` })
  }
  if (isSeries(row) && row.format !== "digital" && row.format !== "item") {
    broken.push({ field: "format", rule: "must be digital for a series: all volumes as one" })
  }
  if (!isSeries(row) && row.format === "item") {
    broken.push({ field: "volume", rule: "must be empty for an item" })
  }
  if (isSeries(row) && row.authors.length !== row.japaneseAuthors.length) {
    broken.push({ field: "japaneseAuthors", rule: "must be as many as authors, in their order" })
  }
  return broken
}

type RowKind = "book" | "item" | "series"
const decoders = { book: decodeBook, item: decodeItem, series: decodeSeries }
const ofBooks = new Set<string>(bookColumns)

/** The rule that a field of a record breaks: its own, or that it does not belong there. */
const brokenBy = (field: string, has: boolean, kind: RowKind): Broken => ({
  field,
  rule:
    kind === "item" && ofBooks.has(field)
      ? "must be empty: an item is no book"
      : kind === "book" && Object.hasOwn(seriesColumns, field)
        ? "must be empty: only the row of the series, without a volume, has it"
        : `${has || !columns.includes(field) ? "" : "is missing: it "}${ruleOf(field)}`,
})

/** Everything that is wrong with a record, or the row that it is. */
export const readProductRow = (
  record: Readonly<Record<string, unknown>>,
): Result.Result<ProductRow, ReadonlyArray<Broken>> => {
  const kind: RowKind =
    record["volume"] !== undefined ? "book" : record["format"] === "item" ? "item" : "series"
  const decoded: Result.Result<ProductRow, Schema.SchemaError> = decoders[kind](record)
  if (Result.isFailure(decoded)) {
    const fields = new Set(
      issuesOf(decoded.failure.issue).issues.flatMap(({ path: [field] = [] }) =>
        typeof field === "string" ? field : [],
      ),
    )
    return Result.fail(
      Array.from(fields, (field) => brokenBy(field, record[field] !== undefined, kind)),
    )
  }
  const broken = brokenBeside(decoded.success)
  return broken.length > 0 ? Result.fail(broken) : Result.succeed(decoded.success)
}

/** The product of a row; `series` is the row of its series. */
export const productOfRow = (row: ProductRow, series: SeriesRow): Product => ({
  id: row.id,
  seriesId: row.seriesId,
  kind: row.volume === undefined ? "series" : row.format === "box-set" ? "box-set" : "volume",
  format: row.format,
  title: series.title,
  japaneseTitle: series.japaneseTitle,
  romaji: series.romaji,
  aliases: series.otherNames ?? [],
  ...(row.volume === undefined ? {} : { volume: row.volume }),
  author: series.authors.join(", "),
  authorJapanese: series.japaneseAuthors.join("、"),
  authorKeys: [...series.authors, ...series.japaneseAuthors].map((name) => name.toLowerCase()),
  demographic: series.demographic,
  genres: series.genres,
  publisher: series.publisher,
  ageRating: series.ageRating,
  status: series.status,
  firstYear: series.firstYear,
  volumes: series.volumes ?? 1,
  releaseDate: row.releaseDate,
  pages: row.pages ?? 0,
  language: "ja",
  price: row.price,
  stock: row.stock,
  popularity: row.popularity,
  synopsis: series.synopsis,
  synopsisJapanese: series.japaneseSynopsis,
  url: row.url,
})

const rowOf = (product: Product): Readonly<Record<string, unknown>> => {
  const { format, id, pages, popularity, price, releaseDate, seriesId, stock, url } = product
  const own = { id, seriesId, format, price, stock, popularity, pages, releaseDate, url }
  if (product.kind !== "series") return { ...own, volume: product.volume }
  return {
    ...own,
    title: product.title,
    japaneseTitle: product.japaneseTitle,
    romaji: product.romaji,
    ...(product.aliases.length === 0 ? {} : { otherNames: product.aliases }),
    authors: product.author.split(", "),
    japaneseAuthors: product.authorJapanese.split("、"),
    demographic: product.demographic,
    genres: product.genres,
    publisher: product.publisher,
    ageRating: product.ageRating,
    status: product.status,
    firstYear: product.firstYear,
    volumes: product.volumes,
    synopsis: product.synopsis,
    japaneseSynopsis: product.synopsisJapanese,
  }
}

/** The demo catalogue, made while it is read. @throws Error naming a product that no file could hold */
export function* demoRows(): Generator<ProductRow> {
  for (const product of eachProduct()) {
    const row = readProductRow(rowOf(product))
    if (Result.isFailure(row)) throw new Error(`${product.id}: ${JSON.stringify(row.failure)}`)
    yield row.success
  }
}
