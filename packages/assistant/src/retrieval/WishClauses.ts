/**
 * Clauses and sort of a search that come from a wish: status, length, year, age, publisher, mood, and what is refused.
 * Pure.
 */
import type { Wish } from "@manga-assist/store-grammar"
import type { Question } from "../reading/Question.ts"
import {
  authorClause,
  byPopularity,
  type Clause,
  range,
  ratedUpTo,
  type Sort,
  term,
  terms,
} from "../products/RetrievalPlan.ts"

type Wanted = Pick<Question, "slots" | "wish">

/** What no product of the answer may have. */
const refused = (wish: Wish): ReadonlyArray<Clause> => [
  ...wish.notGenres.map((genre) => term("genres", genre)),
  ...wish.notDemographics.map((readers) => term("demographic", readers)),
  ...(wish.notSeries.length === 0 ? [] : [terms("seriesId", wish.notSeries)]),
  ...(wish.notAuthors.length === 0 ? [] : [authorClause(wish.notAuthors)]),
  ...wish.notStatuses.map((status) => term("status", status)),
  ...wish.notPublishers.map((publisher) => term("publisher", publisher)),
]

/** Where a genre is named, a theme of another one is no matter. */
export const themeClauses = ({ slots, wish }: Wanted): ReadonlyArray<Clause> =>
  wish.themeGenres.length === 0 || slots.genres.length > 0 || wish.likeSeries
    ? []
    : [terms("genres", wish.themeGenres)]

export const facetClauses = (wish: Wish): ReadonlyArray<Clause> => {
  const { ageMax, publishers, status, volumesMax, volumesMin, yearMax, yearMin } = wish
  const never = refused(wish)
  return [
    ...(never.length === 0 ? [] : [{ bool: { must_not: never } }]),
    ...(status === undefined ? [] : [term("status", status)]),
    ...(publishers.length === 0 ? [] : [terms("publisher", publishers)]),
    ...(wish.moodGenres.length === 0 ? [] : [terms("genres", wish.moodGenres)]),
    ...ratedUpTo(ageMax),
    ...range("volumes", { gte: volumesMin, lte: volumesMax }),
    ...range("firstYear", { gte: yearMin, lte: yearMax }),
  ]
}

export const facetSort = ({ byPrice, byYear }: Wish): Sort => [
  ...(byPrice === undefined ? [] : [{ price: byPrice }]),
  ...(byYear === undefined ? [] : [{ firstYear: byYear }]),
  ...byPopularity,
]

export const hasFacets = (wish: Wish) => {
  const { ageMax, byPrice, byYear, publishers, status } = wish
  const { volumesMax, volumesMin, yearMax, yearMin } = wish
  const facets = [ageMax, byPrice, byYear, status, volumesMax, volumesMin, yearMax, yearMin]
  return (
    refused(wish).length + wish.notThemes.length + publishers.length > 0 ||
    wish.moodGenres.length > 0 ||
    facets.some((facet) => facet !== undefined)
  )
}
