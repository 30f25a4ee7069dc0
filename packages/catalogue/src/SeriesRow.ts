/**
 * The columns by which the products table tells of a series: they stand in the row of its digital bundle, beside the price
 * and stock that every product has. Servers and workers read them at their start, and what was written since from then on.
 *
 * `named` and `namedAt` are the keys of the table's index `namesIndex`; rows of other products have neither, so that the
 * index holds series alone, in shards of about equal size, each by the time of writing.
 */
import { Schema } from "effect"
import { demographics, ageRatings, type Series, statuses } from "./Series.ts"

export const namesIndex = "names"

const shards = 8

/** Every value of `named`. */
export const nameShards: ReadonlyArray<string> = Array.from({ length: shards }, (_, at) =>
  String(at),
)

const Text = Schema.NonEmptyString.check(Schema.isMaxLength(300))
const Id = Schema.String.check(Schema.isPattern(/^[a-z0-9]+(?:-[a-z0-9]+)*$/u))
const Story = Schema.String.check(Schema.isMaxLength(5_000))
const Whole = Schema.Int.check(Schema.isGreaterThanOrEqualTo(0))

export const SeriesRow = Schema.Struct({
  /** The same as `seriesId`. */
  id: Id,
  seriesId: Id,
  title: Text,
  japaneseTitle: Text,
  /** The Japanese title as it is read, in Latin letters. */
  romaji: Text,
  /** Other names and spellings, readings in kana among them; no title or alias is another series'. */
  aliases: Schema.Array(Text).check(Schema.isMaxLength(50)),
  /** Several people are joined by ", " and "、". */
  author: Text,
  authorJapanese: Text,
  demographic: Schema.Literals(demographics),
  /** Ids. */
  genres: Schema.Array(Id).check(Schema.isMaxLength(20)),
  firstYear: Whole,
  volumes: Whole,
  status: Schema.Literals(statuses),
  publisher: Text,
  ageRating: Schema.Literals(ageRatings),
  synopsis: Story,
  synopsisJapanese: Story,
  named: Schema.Literals(nameShards),
  /** When these columns were written last: ISO 8601, UTC, to the millisecond. */
  namedAt: Schema.String.check(Schema.isPattern(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u)),
})
export type SeriesRow = typeof SeriesRow.Type

const shardOf = (id: string): string => {
  let sum = 0
  for (let at = 0; at < id.length; at += 1) sum = (31 * sum + id.charCodeAt(at)) >>> 0
  return String(sum % shards)
}

export const rowOfSeries = (series: Series, namedAt: string): SeriesRow => ({
  id: series.id,
  seriesId: series.id,
  title: series.english,
  japaneseTitle: series.japanese,
  romaji: series.romaji,
  aliases: series.aliases,
  author: series.author.english,
  authorJapanese: series.author.japanese,
  demographic: series.demographic,
  genres: series.genres,
  firstYear: series.firstYear,
  volumes: series.volumes,
  status: series.status,
  publisher: series.publisher,
  ageRating: series.ageRating,
  synopsis: series.synopsisEnglish,
  synopsisJapanese: series.synopsisJapanese,
  named: shardOf(series.id),
  namedAt,
})

export const seriesOfRow = (row: SeriesRow): Series => ({
  id: row.id,
  english: row.title,
  japanese: row.japaneseTitle,
  romaji: row.romaji,
  aliases: row.aliases,
  author: { english: row.author, japanese: row.authorJapanese },
  demographic: row.demographic,
  genres: row.genres,
  firstYear: row.firstYear,
  volumes: row.volumes,
  status: row.status,
  publisher: row.publisher,
  ageRating: row.ageRating,
  synopsisEnglish: row.synopsis,
  synopsisJapanese: row.synopsisJapanese,
})
