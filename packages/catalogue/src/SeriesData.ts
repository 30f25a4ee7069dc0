/**
 * The 300 series and 24 genres, read from `titles.json` and `genres.json`.
 *
 * The data is validated when the module loads: an invalid record stops the process and is named.
 */
import { ageRatings, demographics, type Genre, type Series, statuses } from "./Series.ts"
import genreRecords from "./genres.json" with { type: "json" }
import titleRecords from "./titles.json" with { type: "json" }

const oneOf = <A extends string>(known: ReadonlyArray<A>, value: string, where: string): A => {
  const found = known.find((candidate) => candidate === value)
  if (found === undefined) throw new Error(`${where}: "${value}" is not one of ${known.join(", ")}`)
  return found
}

const allGenres: ReadonlyArray<Genre> = genreRecords
const genreIds = allGenres.map((genre) => genre.id)

type TitleRecord = (typeof titleRecords)[number]

const checked = (record: TitleRecord): Series => ({
  ...record,
  demographic: oneOf(demographics, record.demographic, `${record.id}.demographic`),
  genres: record.genres.map((genre) => oneOf(genreIds, genre, `${record.id}.genres`)),
  status: oneOf(statuses, record.status, `${record.id}.status`),
  ageRating: oneOf(ageRatings, record.ageRating, `${record.id}.ageRating`),
})

const allSeries: ReadonlyArray<Series> = titleRecords.map(checked)

/** All series, sorted by `id`. */
export const series = (): ReadonlyArray<Series> => allSeries

/** All genres, sorted by `id`. */
export const genres = (): ReadonlyArray<Genre> => allGenres
