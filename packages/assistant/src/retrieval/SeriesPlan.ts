/**
 * Makes the search plans for a question that names series: their volumes, box sets, bundles, or other works of their
 * authors. `likeGenres` gives the search clause for books like the named series: those of a genre that all of them
 * have, else of any of their genres. Pure: the plans are performed elsewhere.
 */
import { boxId, type Catalogue, volumeId } from "@manga-assist/catalogue"
import type { Reads, StoreReader, Wish } from "@manga-assist/store-grammar"
import type { Question, Slots } from "../reading/Question.ts"
import {
  allOf,
  anyOf,
  authorClause,
  byPopularity,
  byVolume,
  type Clause,
  promptProducts,
  releases,
  type RetrievalPlan,
  term,
  terms,
  twoOf,
} from "../products/RetrievalPlan.ts"
import { facetClauses, hasFacets } from "./WishClauses.ts"

type FilterPlan = Extract<RetrievalPlan, { kind: "filter" }>

const filterPlan = (
  plan: Pick<FilterPlan, "filter" | "sort" | "size"> & Partial<FilterPlan>,
): FilterPlan => ({ kind: "filter", ids: [], ...plan })

const formatClause = (format: Slots["format"]): ReadonlyArray<Clause> =>
  format === undefined ? [] : [term("format", format)]

const volumeIds = (series: string, volume: number, format: Slots["format"]) =>
  format === undefined
    ? [volumeId(series, volume, "paperback"), volumeId(series, volume, "digital")]
    : format === "box-set"
      ? [boxId(series, volume)]
      : [volumeId(series, volume, format)]

/** The books asked for, and the bundles of their series: what to speak of when a book does not exist. */
const numbered = (
  books: ReadonlyArray<{ readonly series: string; readonly volume: number }>,
  format: Slots["format"],
): RetrievalPlan => {
  const series = [...new Set(books.map((book) => book.series))]
  const wanted = books.map((book) =>
    allOf([
      term("seriesId", book.series),
      term("kind", format === "box-set" ? "box-set" : "volume"),
      term("volume", book.volume),
      ...formatClause(format),
    ]),
  )
  return filterPlan({
    filter: [anyOf([...wanted, allOf([terms("seriesId", series), term("kind", "series")])])],
    sort: byVolume,
    size: Math.max(promptProducts, books.length * 2 + series.length),
    ids: [...books.flatMap((book) => volumeIds(book.series, book.volume, format)), ...series],
  })
}

const boxesOf = (series: ReadonlyArray<string>, catalogue: Catalogue): number =>
  series.reduce((sum, id) => sum + catalogue.boxesOf(id), 0)

const boxSets = (slots: Slots, catalogue: Catalogue): RetrievalPlan =>
  filterPlan({
    filter: [
      terms("seriesId", slots.series),
      anyOf([term("kind", "box-set"), term("kind", "series")]),
    ],
    sort: [{ format: "asc" }, { volume: "asc" }, { id: "asc" }],
    size: Math.max(promptProducts, slots.series.length + boxesOf(slots.series, catalogue)),
    ids: slots.series.map((id) => boxId(id, 1)),
  })

/** Enough to find the named series among its authors' most read ones. */
const mostWorks = 12

/** "What else did the author of Monster write?" */
const worksOfAuthors = (series: ReadonlyArray<string>, catalogue: Catalogue): RetrievalPlan => {
  const people = series.flatMap((id) => catalogue.peopleOf(id))
  return filterPlan({
    filter: [term("kind", "series"), authorClause(people)],
    sort: byPopularity,
    size: mostWorks,
    ids: series,
  })
}

/** "I loved Look Back: which one-volume stories did the same author draw?" Where none is so, all that they drew. */
export const worksWished = ({
  names,
  slots,
  wish,
}: Pick<Question, "names" | "slots" | "wish">): RetrievalPlan => {
  const all = worksOfAuthors(slots.series, names.catalogue)
  if (!hasFacets(wish) || all.kind !== "filter") return all
  const others: Clause = { bool: { must_not: [terms("seriesId", slots.series)] } }
  return { ...all, filter: [...all.filter, others, ...facetClauses(wish)], otherwise: all }
}

/** "Is there a sequel?": what is told of the same story, else what else its authors made. */
export const kinOf = (series: ReadonlyArray<string>, catalogue: Catalogue): RetrievalPlan => {
  const family = [
    ...new Set(series.flatMap((id) => catalogue.familyOf(id).map((entry) => entry.id))),
  ]
  return family.length > series.length
    ? filterPlan({
        filter: [term("kind", "series"), terms("seriesId", family)],
        sort: byPopularity,
        size: mostWorks,
        ids: family,
      })
    : worksOfAuthors(series, catalogue)
}

const newest = (series: ReadonlyArray<string>, catalogue: Catalogue) =>
  series.flatMap((id) => {
    const volume = catalogue.of(id)?.volumes
    return volume === undefined ? [] : [{ series: id, volume }]
  })

/** What is looked up where a series is named. */
export interface SeriesQuestion {
  readonly reads: Exclude<
    Reads,
    "coming" | "new" | "nothing" | "popular" | "wish" | "works" | "kin"
  >
  readonly slots: Slots
  readonly wish: Pick<Wish, "byPrice">
  readonly names: Pick<StoreReader, "catalogue">
}

export const ofSeries = ({ names, reads, slots, wish }: SeriesQuestion): RetrievalPlan => {
  const { catalogue } = names
  const { format, series, volume } = slots
  if (slots.books !== undefined) return numbered(slots.books, format)
  if (typeof volume === "number") {
    return numbered(
      series.map((id) => ({ series: id, volume })),
      format,
    )
  }
  if (format === "box-set") return boxSets(slots, catalogue)
  if (volume === "latest" && series.length > 1) return numbered(newest(series, catalogue), format)
  const inSeries = terms("seriesId", series)
  const size = Math.max(promptProducts, series.length * 2)
  if (reads === "cheapest" || (wish.byPrice !== undefined && reads !== "whole")) {
    return filterPlan({
      filter: [inSeries, term("kind", "volume"), releases.new, ...formatClause(format)],
      sort: [{ price: wish.byPrice ?? "asc" }, { volume: "asc" }, { id: "asc" }],
      size,
    })
  }
  if (volume === "latest" || reads === "releases" || reads === "released") {
    return filterPlan({
      filter: [
        inSeries,
        term("kind", "volume"),
        ...formatClause(format),
        ...(reads === "releases" ? [] : [releases.new]),
      ],
      sort: byVolume,
      size: promptProducts - 1,
    })
  }
  if (reads === "books") return firstVolume(slots, size)
  return filterPlan({
    filter:
      series.length > 1 || format === undefined || reads === "whole"
        ? [inSeries, term("kind", "series")]
        : [inSeries, term("kind", "volume"), term("format", format)],
    sort: format === undefined ? byPopularity : [{ volume: "asc" }, { id: "asc" }],
    size,
    ids: series,
  })
}

const firstVolume = ({ format, series }: Slots, size: number): RetrievalPlan =>
  filterPlan({
    filter: [
      terms("seriesId", series),
      anyOf([term("kind", "series"), term("volume", 1)]),
      { bool: { must_not: [term("kind", "box-set")] } },
      ...formatClause(format),
    ],
    sort: [{ volume: "asc" }, { format: "desc" }, { id: "asc" }],
    size: Math.max(size, series.length * 3),
    ids: [...series.flatMap((id) => volumeIds(id, 1, format)), ...series],
  })

/** What is much like a title shares two genres with it. */
export const nearGenres = ({
  names: { catalogue },
  slots: {
    series: [id = "", other],
  },
}: Pick<Question, "names" | "slots">): ReadonlyArray<Clause> =>
  other === undefined ? twoOf(catalogue.of(id)?.genres ?? []) : []

/** What is like a title shares a genre with it; with two titles, one that both have. */
export const likeGenres = ({
  names: { catalogue },
  slots: { series },
}: Pick<Question, "names" | "slots">): ReadonlyArray<Clause> => {
  const lists = series.map((id) => catalogue.of(id)?.genres ?? [])
  const any = [...new Set(lists.flat())]
  const common = any.filter((genre) => lists.every((list) => list.includes(genre)))
  return any.length === 0 ? [] : [terms("genres", common.length > 0 ? common : any)]
}
