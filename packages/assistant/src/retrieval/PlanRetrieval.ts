/**
 * Chooses what to read for a question: nothing, the trending list, a filter with a sort, or a vector search.
 *
 * Pure; it decides by what the grammar recognised. Where the grammar does not understand the question as a whole (it
 * has no canonical form), a plan may also contain the words that describe a story, for a full-text search. A question
 * whose slots (the values in it) say everything (a title, an author, a genre) never waits for an embedding; only
 * wishes in free words do.
 */
import type { User } from "@manga-assist/catalogue"
import { byKind, kindsIn, says, tellingWords } from "@manga-assist/store-grammar"
import type { Question, Slots } from "../reading/Question.ts"
import { wordsOf } from "./NearPlan.ts"
import {
  allGenres,
  bundleShares,
  byPopularity,
  type Clause,
  leavingOut,
  ofItems,
  priceRange,
  promptProducts,
  releases,
  type RetrievalPlan,
  term,
  terms,
  traits,
  withLast,
} from "../products/RetrievalPlan.ts"
import { kinOf, likeGenres, nearGenres, ofSeries, worksWished } from "./SeriesPlan.ts"
import { facetClauses, facetSort, hasFacets, themeClauses } from "./WishClauses.ts"

type Wanted = Pick<Question, "names" | "slots" | "wish">

const hasTraits = (slots: Slots) =>
  slots.genres.length + traits(slots).length + priceRange(slots).length > 0

/** One entry for each series: its bundle, or its first volume where a price or a format was asked for. */
const oneEach = ({ slots, wish }: Pick<Wanted, "slots" | "wish">): ReadonlyArray<Clause> => {
  const price = priceRange(slots)
  if (slots.format === "box-set") return [term("kind", "box-set"), term("volume", 1), ...price]
  if (wish.whole === true) {
    const most = slots.format === "paperback" ? bundleShares.least : 1
    return [
      term("kind", "series"),
      ...(slots.priceMax === undefined
        ? price
        : priceRange({ ...slots, priceMax: Math.floor(slots.priceMax * most) })),
    ]
  }
  if (price.length === 0 && slots.format === undefined && wish.byPrice === undefined) {
    return [term("kind", "series")]
  }
  return [
    term("kind", "volume"),
    term("volume", 1),
    term("format", slots.format ?? "paperback"),
    ...price,
  ]
}

/** A seventh of the series: what tells of a theme is seldom farther from its words. */
const nearThemes = 40

const browse = ({ names, slots, wish }: Wanted): RetrievalPlan => {
  const common = [
    ...oneEach({ slots, wish }),
    ...traits(slots),
    ...themeClauses({ slots, wish }),
    ...facetClauses(wish),
    ...(wish.likeSeries ? likeGenres({ names, slots }) : []),
  ]
  const plan = {
    kind: "filter" as const,
    sort: facetSort(wish),
    // What tells of a refused theme is left out of them.
    size: wish.notThemes.length > 0 ? nearThemes : promptProducts,
    ids: [],
  }
  return {
    ...plan,
    filter: [...common, ...allGenres(slots)],
    ...nearest(
      { names, slots, wish },
      { ...plan, filter: [...common, terms("genres", slots.genres)] },
    ),
  }
}

/** Where no product is all that is wished for. */
const nearest = (
  { names, slots, wish }: Wanted,
  ofAnyGenre: RetrievalPlan,
): { readonly otherwise?: RetrievalPlan } => {
  // Nothing is both: what is one of them is nearer to the wish than nothing.
  if (slots.genres.length > 1) return { otherwise: ofAnyGenre }
  // Of which edition nobody said a word: the digital one costs less.
  const isOfPaper = slots.format === undefined && wish.whole !== true
  return isOfPaper && priceRange(slots).length > 0
    ? { otherwise: browse({ names, slots: { ...slots, format: "digital" }, wish }) }
    : {}
}

const alikeClauses = (question: Question): ReadonlyArray<Clause> => {
  const { slots, wish } = question
  return [
    ...oneEach({ slots, wish }),
    ...traits(slots),
    ...allGenres(slots),
    ...likeGenres(question),
    ...themeClauses(question),
    ...facetClauses(wish),
  ]
}

const byMeaning = (question: Question): RetrievalPlan => {
  const { wish } = question
  const near = wish.likeSeries ? nearGenres(question) : []
  const anything = nearAnyGenre(question)
  return near.length === 0
    ? anything
    : { ...anything, filter: [...anything.filter, ...near], otherwise: anything }
}

const nearAnyGenre = (question: Question): RetrievalPlan & { kind: "meaning" } => {
  const { intent, slots, wish } = question
  return {
    kind: "meaning",
    // Of what is perhaps no question about books, single words prove nothing.
    words: intent === "other" || wish.likeSeries ? "" : wordsOf(question),
    filter: alikeClauses(question),
    // "Something like X" must not answer X.
    exclude: slots.series.length === 0 ? [] : [terms("seriesId", slots.series)],
    // A theme is no field: of what is near in meaning, that which tells of it is taken.
    size: wish.themes.length + wish.notThemes.length > 0 ? nearThemes : promptProducts,
    ...otherwise(question),
  }
}

/** Where nothing near is all that is wished: what shares a genre with what it is to be like. */
const alike = (question: Question): RetrievalPlan => ({
  kind: "filter",
  filter: [
    ...alikeClauses(question),
    { bool: { must_not: [terms("seriesId", question.slots.series)] } },
  ],
  sort: facetSort(question.wish),
  size: promptProducts,
  ids: [],
})

/** Where nothing is near: what the slots say, or for a wish that says nothing of a book what everybody reads. */
const otherwise = (question: Question): Pick<RetrievalPlan & { kind: "meaning" }, "otherwise"> => {
  const { intent, reading, slots, wish } = question
  if (wish.likeSeries && hasFacets(wish)) {
    // Nothing like it is all that is wished: what is, without the likeness.
    const others = { ...wish, likeSeries: false, notSeries: [...wish.notSeries, ...slots.series] }
    const wished = { ...question, slots: { ...slots, series: [] }, wish: others }
    return { otherwise: withLast(alike(question), browse(wished)) }
  }
  if (hasTraits(slots) || (wish.themeGenres.length > 0 && !wish.likeSeries)) {
    return { otherwise: browse(question) }
  }
  if (intent !== "recommend" || wish.likeSeries) return {}
  if (hasFacets(wish)) return { otherwise: browse(question) }
  // All wordings of a form have one plan, which single words must not change.
  const namesUnknown = !reading.known && says(byKind(reading.tokens), unknownMatters)
  // What nobody has a book about is not answered with any books.
  if (namesUnknown || wish.themes.length > 0) return {}
  return reading.known ? {} : { otherwise: { kind: "trending" } }
}

/** Beside a word that nobody understands: a matter, or likeness to a title, that the store does not have. */
const unknownMatters = kindsIn("ABOUT ABOUTJA CALLED LIKE LIKEN LIKEJA LIKENJA LIKED LIKEDJA THAN")

const dated = (slots: Slots, when: "coming" | "new"): RetrievalPlan => ({
  kind: "filter",
  filter: [
    term("kind", "volume"),
    term("format", slots.format === "digital" ? "digital" : "paperback"),
    releases[when],
    ...(slots.series.length === 0 ? [] : [terms("seriesId", slots.series)]),
    ...traits(slots),
    ...allGenres(slots),
    ...priceRange(slots),
  ],
  sort: [
    { releaseDate: when === "coming" ? "asc" : "desc" },
    { popularity: "desc" },
    { id: "asc" },
  ],
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

const isNarrowed = ({ slots, wish }: Pick<Wanted, "slots" | "wish">) =>
  hasTraits(slots) || hasFacets(wish)

/** "Preferably finished", of what the customer likes: where that is nothing, whatever is finished. */
const alsoOf = (
  genres: ReadonlyArray<string>,
  plan: RetrievalPlan,
  { demographic, genres: wished }: Slots,
): RetrievalPlan =>
  genres.length === 0 || wished.length > 0 || demographic !== undefined || plan.kind !== "filter"
    ? plan
    : { ...plan, filter: [...plan.filter, terms("genres", genres)], otherwise: plan }

const wishedFor = (question: Question, customer: User | undefined): RetrievalPlan => {
  if (question.slots.series.length > 0 || question.wish.free) return byMeaning(question)
  // Only where the answer is meant for this customer.
  const genres = question.personal ? (customer?.preferredGenres ?? []) : []
  if (isNarrowed(question) || question.slots.format !== undefined) {
    return alsoOf(genres, browse(question), question.slots)
  }
  return genres.length > 0 ? preferred(genres) : { kind: "trending" }
}

/** Fewer words may be the name of a title that the store does not have. */
const leastTelling = 3

/**
 * "The manga where Jesus and Buddha share a flat, who wrote it?": a title is told by what happens in it. A manga called
 * so is none, unless what it is called is the question.
 */
const tellsStory = ({ intent, reading }: Question): boolean =>
  (intent === "title-lookup" || intent === "author") &&
  (!says(byKind(reading.tokens), ["CALLED"]) ||
    says(byKind(reading.tokens), ["WHAT", "WHATIS", "WHICH"])) &&
  tellingWords(reading).split(" ").length >= leastTelling

/** Facts of a title that is not named: of what the question narrows down to, else of nothing that could be found. */
const ofNothingNamed = (question: Question): RetrievalPlan => {
  const { slots, wish } = question
  if ((isNarrowed(question) || slots.format !== undefined) && !wish.free) return browse(question)
  return hasTraits(slots) || tellsStory(question) ? byMeaning(question) : { kind: "none" }
}

/** "The cheapest complete set"; a cheapest book of no series is a wish with its own order by price. */
const cheapestSets: RetrievalPlan = {
  kind: "filter",
  filter: [term("kind", "series")],
  sort: [{ price: "asc" }, ...byPopularity],
  size: promptProducts,
  ids: [],
}

/** Where nothing feels as is wished for, the mood gives way before the rest of the wish. */
const yieldingMood = (question: Question, customer: User | undefined): RetrievalPlan => {
  const plan = planOf(question, customer)
  const { moodGenres, ...others } = question.wish
  if (moodGenres.length === 0) return plan
  return withLast(plan, planOf({ ...question, wish: { ...others, moodGenres: [] } }, customer))
}

export const planRetrieval = (question: Question, customer?: User): RetrievalPlan => {
  const { without = [] } = question
  const asked = yieldingMood(question, customer)
  const plan = question.shop.sells === "items" ? ofItems(asked) : asked
  return without.length === 0 ? plan : leavingOut(plan, without)
}

const planOf = (question: Question, customer: User | undefined): RetrievalPlan => {
  const { personal, reads, selfContained, slots, wish } = question
  switch (reads) {
    case "nothing":
      return { kind: "none" }
    case "popular":
      return isNarrowed(question) ? browse(question) : { kind: "trending" }
    case "coming":
    case "new":
      return dated(slots, reads)
    case "wish":
      if (question.intent !== "other") return wishedFor(question, customer)
      // "Is there a monster under my bed?"
      if (!selfContained || personal) return ofNothingNamed(question)
      return isNarrowed(question) && !wish.free ? browse(question) : byMeaning(question)
    case "kin":
      return kinOf(slots.series, question.names.catalogue)
    case "works":
      if (slots.series.length > 0) return worksWished(question)
      return isNarrowed(question) ? browse(question) : { kind: "none" }
    default:
      if (slots.series.length > 0) return ofSeries({ ...question, reads })
      return reads === "cheapest" && wish.byPrice === undefined
        ? cheapestSets
        : ofNothingNamed(question)
  }
}
