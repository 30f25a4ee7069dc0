/**
 * From a question to the reads it needs: nothing, a filter with a sort, or nearness in meaning.
 *
 * Pure. A question whose slots say all (a title, an author, a genre) never waits for an embedding;
 * only wishes in free words do.
 */
import { series as allSeries } from "@manga-assist/catalogue"
import { hasFreeWish } from "./FreeWish.ts"
import type { Question, Slots } from "./Question.ts"
import { refusedTraits } from "./RefusedTraits.ts"
import {
  allGenres,
  byPopularity,
  type Clause,
  priceRange,
  promptProducts,
  type RetrievalPlan,
  type Sort,
  term,
  terms,
  traits,
} from "./RetrievalPlan.ts"
import { facetsOf, type SearchFacets } from "./SearchFacets.ts"
import { introducesTitle } from "./understanding/IntentWords.ts"
import { ofSeries } from "./SeriesPlan.ts"

const hasTraits = (slots: Slots) =>
  slots.genres.length + traits(slots).length + priceRange(slots).length > 0

/** What the text adds to the slots: facets, and what it wishes away. */
type Wish = SearchFacets & { readonly refused: ReadonlyArray<Clause> }

const hasFacets = (facets: SearchFacets) => Object.keys(facets).length > 1

/** One entry for each series: its bundle, or its first volume where a price or a format was asked for. */
const oneEach = (slots: Slots, facets: SearchFacets): ReadonlyArray<Clause> => {
  const price = priceRange(slots)
  if (slots.format === "box-set") return [term("kind", "box-set"), term("volume", 1), ...price]
  if (price.length === 0 && slots.format === undefined && facets.byPrice === undefined) {
    return [term("kind", "series")]
  }
  return [
    term("kind", "volume"),
    term("volume", 1),
    term("format", slots.format ?? "paperback"),
    ...price,
  ]
}

const facetClauses = ({ refused, status, volumesMax, volumesMin }: Wish): ReadonlyArray<Clause> => [
  ...refused,
  ...(status === undefined ? [] : [term("status", status)]),
  ...(volumesMax === undefined ? [] : [{ range: { volumes: { lte: volumesMax } } }]),
  ...(volumesMin === undefined ? [] : [{ range: { volumes: { gte: volumesMin } } }]),
]

const facetSort = ({ byPrice, byYear }: SearchFacets): Sort => {
  if (byPrice !== undefined) return [{ price: byPrice }, ...byPopularity]
  return byYear === undefined ? byPopularity : [{ firstYear: byYear }, ...byPopularity]
}

const browse = (slots: Slots, facets: Wish): RetrievalPlan => {
  const common = [...oneEach(slots, facets), ...traits(slots), ...facetClauses(facets)]
  const plan = {
    kind: "filter" as const,
    sort: facetSort(facets),
    size: promptProducts,
    ids: [],
  }
  return {
    ...plan,
    filter: [...common, ...allGenres(slots)],
    // Nothing is both: what is one of them is nearer to the wish than nothing.
    ...(slots.genres.length < 2
      ? {}
      : { otherwise: { ...plan, filter: [...common, terms("genres", slots.genres)] } }),
  }
}

const genresOf = new Map(allSeries().map(({ genres, id }) => [id, genres]))

/** What is like a title shares a genre with it; with two titles, one that both have. */
const likeGenres = ({ series }: Slots): ReadonlyArray<Clause> => {
  const lists = series.flatMap((id) => [genresOf.get(id) ?? []])
  const any = [...new Set(lists.flat())]
  const common = any.filter((genre) => lists.every((list) => list.includes(genre)))
  return any.length === 0 ? [] : [terms("genres", common.length > 0 ? common : any)]
}

const byMeaning = (slots: Slots, facets: Wish): RetrievalPlan => ({
  kind: "meaning",
  filter: [
    ...oneEach(slots, facets),
    ...traits(slots),
    ...allGenres(slots),
    ...likeGenres(slots),
    ...facetClauses(facets),
  ],
  // "Something like X" must not answer X.
  exclude: slots.series.length === 0 ? [] : [terms("seriesId", slots.series)],
  size: promptProducts,
  ...(hasTraits(slots) ? { otherwise: browse(slots, facets) } : {}),
})

const newReleases = (slots: Slots, { upcoming }: SearchFacets): RetrievalPlan => ({
  kind: "filter",
  filter: [
    term("kind", "volume"),
    term("format", slots.format === "digital" ? "digital" : "paperback"),
    { range: { releaseDate: upcoming ? { gt: "now" } : { lte: "now" } } },
    ...(slots.series.length === 0 ? [] : [terms("seriesId", slots.series)]),
    ...traits(slots),
    ...allGenres(slots),
    ...priceRange(slots),
  ],
  sort: [{ releaseDate: upcoming ? "asc" : "desc" }, { popularity: "desc" }, { id: "asc" }],
  size: promptProducts,
  ids: [],
})

/** What the customer likes, where a wish names nothing itself. */
const preferred = (genres: ReadonlyArray<string>): RetrievalPlan => ({
  kind: "filter",
  filter: [term("kind", "series"), terms("genres", genres)],
  sort: byPopularity,
  size: promptProducts,
  ids: [],
})

export const planRetrieval = (
  question: Question,
  preferredGenres: ReadonlyArray<string> = [],
): RetrievalPlan => {
  const { intent, slots } = question
  const found = facetsOf(question.text)
  const facets = { ...found, refused: refusedTraits(question.text) }
  const narrowed = hasTraits(slots) || hasFacets(found) || facets.refused.length > 0
  switch (intent) {
    case "greeting":
    case "policy":
    case "order-status":
      return { kind: "none" }
    case "new-releases":
      return newReleases(slots, facets)
    case "trending":
      return narrowed ? browse(slots, facets) : { kind: "trending" }
    case "recommend":
      if (slots.series.length > 0 || hasFreeWish(question)) return byMeaning(slots, facets)
      if (narrowed) return browse(slots, facets)
      return preferredGenres.length > 0 ? preferred(preferredGenres) : { kind: "trending" }
    default:
      if (slots.series.length > 0) return ofSeries(question)
      // A title that the store does not know is not there; what sounds like it is not an answer.
      if (introducesTitle.test(question.text.toLowerCase())) return { kind: "none" }
      if ((narrowed || slots.format !== undefined) && !hasFreeWish(question)) {
        return browse(slots, facets)
      }
      // "Is there a monster under my bed?"
      if (intent === "other" && question.personal) return { kind: "none" }
      // "How much is it?" at the start of a conversation is about nothing that could be found.
      return question.selfContained || hasTraits(slots)
        ? byMeaning(slots, facets)
        : { kind: "none" }
  }
}
