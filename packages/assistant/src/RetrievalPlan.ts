/**
 * From a question to the reads it needs: nothing, a filter with a sort, or nearness in meaning.
 *
 * Pure. A question whose slots say all (a title, an author, a genre) never waits for an embedding;
 * only wishes in free words do.
 */
import type { Intent, Question, Slots } from "./Question.ts"
import { hasFreeWish } from "./FreeWish.ts"

type Clause = Readonly<Record<string, unknown>>
export type Sort = ReadonlyArray<Readonly<Record<string, "asc" | "desc">>>

export type RetrievalPlan =
  | { readonly kind: "none" }
  | {
      readonly kind: "filter"
      readonly filter: ReadonlyArray<Clause>
      readonly sort: Sort
      readonly size: number
      /** Ids that the slots determine, most wanted first: read from the table when search is down. */
      readonly ids: ReadonlyArray<string>
    }
  | {
      readonly kind: "meaning"
      readonly filter: ReadonlyArray<Clause>
      readonly exclude: ReadonlyArray<Clause>
      readonly size: number
    }
  /** The same list for everybody, kept at hand by prefetch. */
  | { readonly kind: "trending" }

/** Five products in a prompt, as the source document's payload table has them. */
const promptProducts = 5

const term = (field: string, value: unknown): Clause => ({ term: { [field]: value } })
const terms = (field: string, values: ReadonlyArray<unknown>): Clause => ({
  terms: { [field]: values },
})
const byPopularity: Sort = [{ popularity: "desc" }, { id: "asc" }]
/** Descending puts paperback before digital before box-set: paper is what most customers mean. */
const byVolume: Sort = [{ volume: "desc" }, { format: "desc" }, { id: "asc" }]

/** What everybody reads this week; ten, as the source document prefetches. */
export const trendingPlan = {
  filter: [term("kind", "series")],
  sort: byPopularity,
  size: promptProducts,
} as const

const traits = (slots: Slots): ReadonlyArray<Clause> => [
  ...slots.genres.map((genre) => term("genres", genre)),
  ...(slots.demographic === undefined ? [] : [term("demographic", slots.demographic)]),
  ...(slots.authors.length === 0
    ? []
    : [
        terms(
          "authorKeys",
          slots.authors.map((author) => author.toLowerCase()),
        ),
      ]),
]

const priceRange = (slots: Slots): ReadonlyArray<Clause> => {
  const range = {
    ...(slots.priceMax === undefined ? {} : { lte: slots.priceMax }),
    ...(slots.priceMin === undefined ? {} : { gte: slots.priceMin }),
  }
  return Object.keys(range).length === 0 ? [] : [{ range: { price: range } }]
}

/** One entry for each series: its bundle, or its first volume where a price or a format was asked for. */
const oneEach = (slots: Slots): ReadonlyArray<Clause> => {
  const price = priceRange(slots)
  if (slots.format === "box-set") return [term("kind", "box-set"), term("volume", 1), ...price]
  if (price.length === 0 && slots.format === undefined) return [term("kind", "series")]
  return [
    term("kind", "volume"),
    term("volume", 1),
    term("format", slots.format ?? "paperback"),
    ...price,
  ]
}

const volumeIds = (series: ReadonlyArray<string>, volume: number, format: Slots["format"]) =>
  series.flatMap((id) =>
    format === undefined
      ? [`${id}-v${volume}-paperback`, `${id}-v${volume}-digital`]
      : format === "box-set"
        ? [`${id}-box-${volume}`]
        : [`${id}-v${volume}-${format}`],
  )

const ofSeries = (intent: Intent, slots: Slots): RetrievalPlan => {
  const inSeries = terms("seriesId", slots.series)
  const format = slots.format === undefined ? [] : [term("format", slots.format)]
  const size = Math.max(promptProducts, slots.series.length * 2)
  if (slots.format === "box-set") {
    const number = typeof slots.volume === "number" ? [term("volume", slots.volume)] : []
    return {
      kind: "filter",
      filter: [inSeries, term("kind", "box-set"), ...number],
      sort: [{ volume: "asc" }],
      size,
      ids: [],
    }
  }
  if (typeof slots.volume === "number") {
    const filter = [inSeries, term("kind", "volume"), term("volume", slots.volume), ...format]
    return {
      kind: "filter",
      filter,
      sort: byVolume,
      size,
      ids: volumeIds(slots.series, slots.volume, slots.format),
    }
  }
  if (slots.volume === "latest" || intent === "release-date") {
    const released = intent === "release-date" ? [] : [{ range: { releaseDate: { lte: "now" } } }]
    return {
      kind: "filter",
      filter: [inSeries, term("kind", "volume"), ...format, ...released],
      sort: byVolume,
      size: promptProducts - 1,
      ids: [],
    }
  }
  if (intent === "price-or-stock") {
    const filter = [
      inSeries,
      { bool: { should: [term("kind", "series"), term("volume", 1)] } },
      { bool: { must_not: [term("kind", "box-set")] } },
      ...format,
    ]
    return {
      kind: "filter",
      filter,
      sort: [{ volume: "asc" }, { format: "desc" }],
      size,
      ids: [...volumeIds(slots.series, 1, slots.format), ...slots.series],
    }
  }
  return {
    kind: "filter",
    filter:
      slots.series.length > 1 || format.length === 0
        ? [inSeries, term("kind", "series")]
        : [inSeries, term("kind", "volume"), ...format],
    sort: format.length === 0 ? byPopularity : [{ volume: "asc" }],
    size,
    ids: slots.series,
  }
}

const newReleases = (slots: Slots): RetrievalPlan => ({
  kind: "filter",
  filter: [
    term("kind", "volume"),
    term("format", slots.format === "digital" ? "digital" : "paperback"),
    { range: { releaseDate: { lte: "now" } } },
    ...(slots.series.length === 0 ? [] : [terms("seriesId", slots.series)]),
    ...traits(slots),
    ...priceRange(slots),
  ],
  sort: [{ releaseDate: "desc" }, { popularity: "desc" }, { id: "asc" }],
  size: promptProducts,
  ids: [],
})

const browse = (slots: Slots): RetrievalPlan => ({
  kind: "filter",
  filter: [...oneEach(slots), ...traits(slots)],
  sort: byPopularity,
  size: promptProducts,
  ids: [],
})

const byMeaning = (slots: Slots): RetrievalPlan => ({
  kind: "meaning",
  filter: [...oneEach(slots), ...traits(slots)],
  // "Something like X" must not answer X.
  exclude: slots.series.length === 0 ? [] : [terms("seriesId", slots.series)],
  size: promptProducts,
})

const hasTraits = (slots: Slots) => traits(slots).length > 0 || priceRange(slots).length > 0

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
  switch (intent) {
    case "greeting":
    case "policy":
    case "order-status":
      return { kind: "none" }
    case "new-releases":
      return newReleases(slots)
    case "trending":
      return hasTraits(slots) ? browse(slots) : { kind: "trending" }
    case "recommend":
      if (slots.series.length > 0 || hasFreeWish(question)) return byMeaning(slots)
      if (hasTraits(slots)) return browse(slots)
      return preferredGenres.length > 0 ? preferred(preferredGenres) : { kind: "trending" }
    default:
      if (slots.series.length > 0) return ofSeries(intent, slots)
      if (hasTraits(slots) && !hasFreeWish(question)) return browse(slots)
      // "How much is it?" at the start of a conversation is about nothing that could be found.
      return question.selfContained || hasTraits(slots) ? byMeaning(slots) : { kind: "none" }
  }
}
