/**
 * The search of a wish: clauses, what is refused, and the order. Pure.
 *
 * One product for each series is searched: its bundle, or its first volume where an edition or what a volume costs is
 * wished for; where a time of release is, the volumes themselves.
 */
import {
  allGenres,
  bundleShares,
  byPopularity,
  type Clause,
  range,
  ratedUpTo,
  type Sort,
  term,
  terms,
  traits,
  twoOf,
} from "../../products/RetrievalPlan.ts"
import type { FindWish } from "./FindWish.ts"
import { firstDay, orderOf } from "./Ordered.ts"

export interface FindSearch {
  readonly filter: ReadonlyArray<Clause>
  readonly exclude: ReadonlyArray<Clause>
  readonly sort: Sort
}

/** The day behind the last one that a date stands for: 2026, 2026-12. */
const dayBehind = (date: string): string => {
  const [year = 0, month = 12, day] = date.split("-").map(Number)
  const next = day === undefined ? Date.UTC(year, month, 1) : Date.UTC(year, month - 1, day + 1)
  return new Date(next).toISOString().slice(0, 10)
}

interface Bounds {
  readonly min?: number | undefined
  readonly max?: number | undefined
}

const between = (field: string, { max, min }: Bounds = {}): ReadonlyArray<Clause> =>
  range(field, { gte: min, lte: max })

const releasedIn = ({ from, to }: NonNullable<FindWish["released"]>): ReadonlyArray<Clause> =>
  range("releaseDate", { gte: from && firstDay(from), lt: to && dayBehind(to) })

const ofPaper = ({ max, min }: Bounds): Bounds => ({
  min: min && Math.ceil(min * bundleShares.most),
  max: max && Math.floor(max * bundleShares.least),
})

/** Is one volume looked at, and no bundle? */
const isOfVolumes = ({ format, price, released, sort }: FindWish): boolean =>
  price?.of === "bundle" || price?.of === "all"
    ? false
    : [format, price, released].some((each) => each !== undefined) || sort === "cheapest"

const entries = (wish: FindWish): ReadonlyArray<Clause> => {
  const { format, price, released } = wish
  if (!isOfVolumes(wish) && released === undefined) {
    const isOfPaper = price?.of === "all" && format !== "digital"
    return [term("kind", "series"), ...between("price", isOfPaper ? ofPaper(price) : price)]
  }
  // Of which edition nobody said a word: the digital one costs less.
  const editions =
    format === undefined && price !== undefined && released === undefined
      ? terms("format", ["paperback", "digital"])
      : term("format", format ?? "paperback")
  return [
    term("kind", format === "box-set" ? "box-set" : "volume"),
    editions,
    ...(released === undefined ? [term("volume", 1)] : releasedIn(released)),
    ...between("price", price),
  ]
}

const likeness = ({ genres: shared, series }: NonNullable<FindWish["like"]>) => {
  const two = shared === 2 ? twoOf(series.genres) : []
  return two.length > 0 ? two : [terms("genres", series.genres)]
}

/** `today` is an ISO date. */
export const searchOf = (wish: FindWish, today: string): FindSearch => {
  const { age, anyGenre, authors, genres, like, notGenres, notSeries } = wish
  const { readers, status, volumes, years } = wish
  const order = orderOf(wish, today)
  return {
    filter: [
      ...entries(wish),
      ...(anyGenre ? [terms("genres", genres)] : allGenres(wish)),
      ...(like === undefined ? [] : likeness(like)),
      ...traits({ demographic: readers, authors }),
      ...(status === undefined ? [] : [term("status", status)]),
      ...ratedUpTo(age),
      ...between("volumes", volumes),
      ...between("firstYear", years),
    ],
    exclude: [
      ...(notGenres.length === 0 ? [] : [terms("genres", notGenres)]),
      ...(notSeries.length === 0 ? [] : [terms("seriesId", notSeries)]),
    ],
    sort: order === undefined ? byPopularity : [{ [order[0]]: order[1] }, ...byPopularity],
  }
}
