/**
 * The 300 series and 24 genres, read from `titles.json` and `manga/genres.json`.
 *
 * The data is validated when the module loads: an invalid record stops the process and is named.
 */
import { ageRatings, type BookSeries, demographics, type Genre, statuses } from "./Series.ts"
import genreRecords from "./manga/genres.json" with { type: "json" }
import titleRecords from "./titles.json" with { type: "json" }

const oneOf = <A extends string>(known: ReadonlyArray<A>, value: string, where: string): A => {
  const found = known.find((candidate) => candidate === value)
  if (found === undefined) throw new Error(`${where}: "${value}" is not one of ${known.join(", ")}`)
  return found
}

const allGenres: ReadonlyArray<Genre> = genreRecords
const genreIds = allGenres.map((genre) => genre.id)

type TitleRecord = (typeof titleRecords)[number]

const checked = (record: TitleRecord): BookSeries => ({
  ...record,
  demographic: oneOf(demographics, record.demographic, `${record.id}.demographic`),
  genres: record.genres.map((genre) => oneOf(genreIds, genre, `${record.id}.genres`)),
  status: oneOf(statuses, record.status, `${record.id}.status`),
  ageRating: oneOf(ageRatings, record.ageRating, `${record.id}.ageRating`),
})

const allSeries: ReadonlyArray<BookSeries> = titleRecords.map(checked)

/** All series, sorted by `id`. */
export const series = (): ReadonlyArray<BookSeries> => allSeries

/** All genres, sorted by `id`. */
export const genres = (): ReadonlyArray<Genre> => allGenres
