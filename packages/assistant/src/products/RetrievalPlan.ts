/**
 * Types of a retrieval plan (no read, the trending list, a filter with a sort, or a vector search) and builders of the
 * search clauses that plans use. Pure data; `PlanRetrieval.ts` makes plans.
 */
import type { Slots } from "../reading/Question.ts"

export type Clause = Readonly<Record<string, unknown>>
/** Ids are last: without them a search server may put equal products in another order at every search. */
export type Sort = readonly [
  ...ReadonlyArray<Readonly<Record<string, "asc" | "desc">>>,
  { readonly id: "asc" },
]

export type RetrievalPlan =
  | { readonly kind: "none" }
  | {
      readonly kind: "filter"
      readonly filter: ReadonlyArray<Clause>
      readonly sort: Sort
      readonly size: number
      /** Ids that the slots determine, most wanted first: read from the table when search is down. */
      readonly ids: ReadonlyArray<string>
      /** Where nothing passes the filter. */
      readonly otherwise?: RetrievalPlan
    }
  | {
      readonly kind: "meaning"
      /** Also by these words, where there are some: a story is often told by what happens in it. */
      readonly words: string
      readonly filter: ReadonlyArray<Clause>
      readonly exclude: ReadonlyArray<Clause>
      readonly size: number
      /** Where nothing is near enough. */
      readonly otherwise?: RetrievalPlan
    }
  /** The same list for everybody, kept at hand by prefetch. */
  | { readonly kind: "trending" }

/** Five products in a prompt, as the source document's payload table has them. */
export const promptProducts = 5

export const term = (field: string, value: unknown): Clause => ({ term: { [field]: value } })
export const terms = (field: string, values: ReadonlyArray<unknown>): Clause => ({
  terms: { [field]: values },
})
export const anyOf = (clauses: ReadonlyArray<Clause>): Clause => ({ bool: { should: clauses } })
export const allOf = (clauses: ReadonlyArray<Clause>): Clause => ({ bool: { filter: clauses } })

/** Stands for the store's day, so that a plan is the same on all days; `onDay` puts the day in when it is searched. */
const now = "now"
export const releases: Readonly<Record<"new" | "coming", Clause>> = {
  new: { range: { releaseDate: { lte: now } } },
  coming: { range: { releaseDate: { gt: now } } },
}

const isRecord = (value: unknown): value is Clause =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const mapped = (record: Clause, change: (value: unknown, name: string) => unknown): Clause =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]))

/** The clauses as they are searched on a day, an ISO date: the search server's own `now` is another day in UTC. */
export const onDay = (clauses: ReadonlyArray<Clause>, day: string): ReadonlyArray<Clause> => {
  const bound = (value: unknown): unknown =>
    isRecord(value) ? mapped(value, bound) : value === now ? day : value
  const dated = (value: unknown, name: string): unknown => {
    if (name === "range") return bound(value)
    if (Array.isArray(value)) return value.map((each: unknown) => dated(each, ""))
    return isRecord(value) ? mapped(value, dated) : value
  }
  return clauses.map((clause) => mapped(clause, dated))
}

export const byPopularity: Sort = [{ popularity: "desc" }, { id: "asc" }]
/** Descending puts paperback before digital before box-set: paper is what most customers mean. */
export const byVolume: Sort = [{ volume: "desc" }, { format: "desc" }, { id: "asc" }]

/** What everybody reads this week. */
export const trendingPlan = {
  filter: [term("kind", "series")],
  sort: byPopularity,
  size: promptProducts,
} as const

export const authorClause = (authors: ReadonlyArray<string>): Clause =>
  terms(
    "authorKeys",
    authors.map((author) => author.toLowerCase()),
  )

/** None where nothing is bounded. */
export const range = (
  field: string,
  bounds: Readonly<Record<string, number | string | undefined>>,
): ReadonlyArray<Clause> => {
  const given = Object.entries(bounds).filter(([, value]) => value !== undefined)
  return given.length === 0 ? [] : [{ range: { [field]: Object.fromEntries(given) } }]
}

const ratingsUpTo = { all: ["all"], teen: ["all", "teen"] }

/** The highest age rating. */
export const ratedUpTo = (age: keyof typeof ratingsUpTo | "mature" = "mature") =>
  age === "mature" ? [] : [terms("ageRating", ratingsUpTo[age])]

/** Two of the genres at least; a title of one genre has no two in common. */
export const twoOf = (genres: ReadonlyArray<string>): ReadonlyArray<Clause> => {
  const pairs = genres.flatMap((genre, at) =>
    genres.slice(at + 1).map((other) => allOf([term("genres", genre), term("genres", other)])),
  )
  return pairs.length === 0 ? [] : [anyOf(pairs)]
}

/**
 * What all paperbacks of a series cost is no field of an index. The digital bundle, which has a price of its own, costs
 * between these shares of it.
 */
export const bundleShares = { least: 0.75, most: 0.92 }

/** Readership and author; genres apart, as the one thing of which "any" may have to do. */
export const traits = (
  slots: Pick<Slots, "authors"> & { readonly demographic?: Slots["demographic"] | undefined },
): ReadonlyArray<Clause> => [
  ...(slots.demographic === undefined ? [] : [term("demographic", slots.demographic)]),
  ...(slots.authors.length === 0 ? [] : [authorClause(slots.authors)]),
]

export const allGenres = (slots: Pick<Slots, "genres">): ReadonlyArray<Clause> =>
  slots.genres.map((genre) => term("genres", genre))

export const priceRange = ({ priceMax, priceMin }: Slots): ReadonlyArray<Clause> =>
  range("price", { lte: priceMax, gte: priceMin })

const notOf = (series: ReadonlyArray<string>): Clause => ({
  bool: { must_not: [terms("seriesId", series)] },
})

/** What everybody reads, as a search for it. */
export const searchedTrending = (without: ReadonlyArray<string>) =>
  without.length === 0
    ? trendingPlan
    : { ...trendingPlan, filter: [...trendingPlan.filter, notOf(without)] }

/** The plan without what is not to be shown; of the list for everybody it is left out where that is read. */
export const leavingOut = (plan: RetrievalPlan, without: ReadonlyArray<string>): RetrievalPlan => {
  if (plan.kind !== "filter" && plan.kind !== "meaning") return plan
  const refused = notOf(without)
  const otherwise = plan.otherwise && leavingOut(plan.otherwise, without)
  return {
    ...plan,
    filter: [...plan.filter, refused],
    ...(otherwise === undefined ? {} : { otherwise }),
  }
}

const isOfBooks = (value: unknown): boolean =>
  isRecord(value) &&
  isRecord(value["term"]) &&
  ["format", "volume"].some((field) => Object.hasOwn(value["term"] as Clause, field)) // A record.

/** An item is the whole of its series: there is no single book of it, and it has no format. */
const clausesOfItems = (clauses: ReadonlyArray<Clause>): ReadonlyArray<Clause> => {
  const change = (value: unknown, name: string): unknown => {
    if (name === "kind" && value === "volume") return "series"
    if (Array.isArray(value)) {
      return value.flatMap((each: unknown) => (isOfBooks(each) ? [] : [change(each, "")]))
    }
    return isRecord(value) ? mapped(value, change) : value
  }
  return clauses.filter((clause) => !isOfBooks(clause)).map((clause) => mapped(clause, change))
}

/** The plan for a shop of items. */
export const ofItems = (plan: RetrievalPlan): RetrievalPlan => {
  if (plan.kind !== "filter" && plan.kind !== "meaning") return plan
  const { otherwise } = plan
  return {
    ...plan,
    filter: clausesOfItems(plan.filter),
    ...(otherwise === undefined ? {} : { otherwise: ofItems(otherwise) }),
  }
}

/** The plan with a last one, for where nothing else finds anything. */
export const withLast = (plan: RetrievalPlan, last: RetrievalPlan): RetrievalPlan => {
  if (plan.kind !== "filter" && plan.kind !== "meaning") return plan
  const otherwise = plan.otherwise === undefined ? last : withLast(plan.otherwise, last)
  return { ...plan, otherwise }
}
