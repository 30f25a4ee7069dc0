/**
 * The search of a wish: clauses, what is refused, and the order. Pure.
 *
 * One product for each series is searched: its bundle, or its first volume where an edition or what a volume costs is
 * wished for; where a time of release is, the volumes themselves.
 */
import {
  allOf,
  anyOf,
  authorClause,
  byPopularity,
  type Clause,
  type Sort,
  term,
  terms,
} from "../../products/RetrievalPlan.ts"
import type { FindWish } from "./FindWish.ts"
import { orderOf } from "./Ordered.ts"
import { dayBehind, firstDay } from "./ReleaseDays.ts"

export interface FindSearch {
  readonly filter: ReadonlyArray<Clause>
  readonly exclude: ReadonlyArray<Clause>
  readonly sort: Sort
}

/**
 * What all paperbacks of a series cost is no field of an index. The digital bundle, which has a price of its own, costs
 * between these shares of it.
 */
const bundleShares = { least: 0.75, most: 0.92 }

const range = (field: string, bounds: Readonly<Record<string, unknown>>): ReadonlyArray<Clause> => {
  const given = Object.entries(bounds).filter(([, value]) => value !== undefined)
  return given.length === 0 ? [] : [{ range: { [field]: Object.fromEntries(given) } }]
}

interface Bounds {
  readonly min?: number
  readonly max?: number
}

const between = (field: string, { max, min }: Bounds = {}): ReadonlyArray<Clause> =>
  range(field, { gte: min, lte: max })

const releasedIn = ({ from, to }: NonNullable<FindWish["released"]>): ReadonlyArray<Clause> =>
  range("releaseDate", {
    gte: from === undefined ? undefined : firstDay(from),
    lt: to === undefined ? undefined : dayBehind(to),
  })

const ofPaper = ({ max, min }: Bounds): Bounds => ({
  ...(min !== undefined && { min: Math.ceil(min * bundleShares.most) }),
  ...(max !== undefined && { max: Math.floor(max * bundleShares.least) }),
})

/** Is one volume looked at, and no bundle? */
const isOfVolumes = ({ format, price, released, sort }: FindWish): boolean =>
  price?.of === "bundle" || price?.of === "all"
    ? false
    : [format, price, released].some((each) => each !== undefined) || sort === "cheapest"

const entries = (wish: FindWish): ReadonlyArray<Clause> => {
  const { format, price, released } = wish
  if (released !== undefined) {
    const kind = term("kind", format === "box-set" ? "box-set" : "volume")
    const edition = term("format", format ?? "paperback")
    return [kind, edition, ...releasedIn(released), ...between("price", price)]
  }
  if (!isOfVolumes(wish)) {
    const isOfPaper = price?.of === "all" && format !== "digital"
    const bounds = price === undefined || !isOfPaper ? price : ofPaper(price)
    return [term("kind", "series"), ...between("price", bounds)]
  }
  // Of which edition nobody said a word: the digital one costs less.
  const editions =
    format === undefined && price !== undefined
      ? terms("format", ["paperback", "digital"])
      : term("format", format ?? "paperback")
  const kind = term("kind", format === "box-set" ? "box-set" : "volume")
  return [kind, term("volume", 1), editions, ...between("price", price)]
}

const ratingsUpTo = { all: ["all"], teen: ["all", "teen"], mature: [] }

/** Of the genres each two; a title of one genre has no two in common. */
const pairsOf = (genres: ReadonlyArray<string>): ReadonlyArray<Clause> =>
  genres.flatMap((genre, at) =>
    genres.slice(at + 1).map((other) => allOf([term("genres", genre), term("genres", other)])),
  )

const likeness = ({ genres: shared, series }: NonNullable<FindWish["like"]>): Clause => {
  const pairs = shared === 2 ? pairsOf(series.genres) : []
  return pairs.length === 0 ? terms("genres", series.genres) : anyOf(pairs)
}

const sortOf = (wish: FindWish, today: string): Sort => {
  const order = orderOf(wish, today)
  return order === undefined ? byPopularity : [{ [order.field]: order.direction }, ...byPopularity]
}

/** `today` is an ISO date. */
export const searchOf = (wish: FindWish, today: string): FindSearch => {
  const { age = "mature", anyGenre, authors, genres, like, notGenres, notSeries } = wish
  const { readers, status, volumes, years } = wish
  const ratings = ratingsUpTo[age]
  return {
    filter: [
      ...entries(wish),
      ...(anyGenre ? [terms("genres", genres)] : genres.map((genre) => term("genres", genre))),
      ...(like === undefined ? [] : [likeness(like)]),
      ...(authors.length === 0 ? [] : [authorClause(authors)]),
      ...(readers === undefined ? [] : [term("demographic", readers)]),
      ...(status === undefined ? [] : [term("status", status)]),
      ...(ratings.length === 0 ? [] : [terms("ageRating", ratings)]),
      ...between("volumes", volumes),
      ...between("firstYear", years),
    ],
    exclude: [
      ...(notGenres.length === 0 ? [] : [terms("genres", notGenres)]),
      ...(notSeries.length === 0 ? [] : [terms("seriesId", notSeries)]),
    ],
    sort: sortOf(wish, today),
  }
}
