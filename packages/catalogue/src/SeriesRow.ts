/**
 * The columns by which the products table tells of a series: those of a catalogue file (`RowColumns.ts`), in the row of its
 * digital bundle. Servers and workers read them at their start, and what was written since from then on.
 *
 * `named` and `namedAt` are the keys of the table's index `namesIndex`; rows of other products have neither, so that the
 * index holds series alone, in shards of about equal size, each by the time of writing.
 */
import { Schema } from "effect"
import { productColumns, seriesColumns } from "./RowColumns.ts"
import type { Series } from "./Series.ts"

export const namesIndex = "names"

const shards = 8

/** Every value of `named`. */
export const nameShards: ReadonlyArray<string> = Array.from({ length: shards }, (_, at) =>
  String(at),
)

export const NamedRow = Schema.Struct({
  id: productColumns.id,
  seriesId: productColumns.seriesId,
  format: Schema.optional(productColumns.format),
  ...seriesColumns,
  demographic: Schema.optional(seriesColumns.demographic),
  publisher: Schema.optional(seriesColumns.publisher),
  ageRating: Schema.optional(seriesColumns.ageRating),
  status: Schema.optional(seriesColumns.status),
  volumes: Schema.optional(seriesColumns.volumes),
  named: Schema.Literals(nameShards),
  /** When the row was written: ISO 8601, UTC, to the millisecond. */
  namedAt: Schema.String.check(Schema.isPattern(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u)),
})
export type NamedRow = typeof NamedRow.Type

const shardOf = (id: string): string => {
  let sum = 0
  for (let at = 0; at < id.length; at += 1) sum = (31 * sum + id.charCodeAt(at)) >>> 0
  return String(sum % shards)
}

/** Of the row of this series. */
export const nameKeys = (id: string, namedAt: string): Pick<NamedRow, "named" | "namedAt"> => ({
  named: shardOf(id),
  namedAt,
})

export const seriesOfRow = (row: NamedRow): Series => ({
  id: row.id,
  ...(row.format === "item" ? { isItem: true } : {}),
  english: row.title,
  japanese: row.japaneseTitle,
  romaji: row.romaji,
  aliases: [...(row.otherNames ?? []), ...(row.readings ?? [])],
  author: { english: row.authors.join(", "), japanese: row.japaneseAuthors.join("、") },
  demographic: row.demographic,
  genres: row.genres,
  firstYear: row.firstYear,
  volumes: row.volumes ?? 1,
  status: row.status,
  publisher: row.publisher,
  ageRating: row.ageRating,
  synopsisEnglish: row.synopsis,
  synopsisJapanese: row.japaneseSynopsis,
})
