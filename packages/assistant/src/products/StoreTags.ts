/**
 * The tags of an answer (its products, series and lists), those of the rows of a series, and the tags that a changed
 * product record invalidates.
 *
 * Pure. A list depends on products that could enter or leave it: on new and withdrawn products, and on each field of
 * its filter or sort. A change that no answer shows (120 copies or 119) invalidates nothing. `readsTheDate` tells
 * whether a list filters or sorts by release date, so that it may differ tomorrow without any change.
 */
import { figureOf } from "./Figure.ts"
import type { Fact } from "./ProductFacts.ts"
import type { Slots } from "../reading/Question.ts"
import type { Clause, RetrievalPlan } from "./RetrievalPlan.ts"

/** On every answer: stands for whatever may have changed. */
export const catalogueTag = "catalogue"
const productTag = (id: string) => `product:${id}`
const seriesTag = (id: string) => `series:${id}`
const listTag = (of: string) => `list:${of}`
/** Of what is made of all rows of a series: touched when any of them shows something else. */
const rowsTag = (series: string) => `rows:${series}`
/** The rows of every series. */
const allRows = "rows"
/** Products that came or went. */
const members = listTag("members")
/** Words that are searched by their meaning. */
const meaning = listTag("meaning")

/** The names of the shop: series that are new, or of which a column says something else. */
export const namesTag = "names"
/** Series that are in the table no more. */
export const goneTag = "names:gone"
/** The row of the shop's rules. Answers need no tag of it: the rules are in their keys. */
export const rulesTag = "rules"

/** The fields of the table that a plan may filter or sort by. */
const listed = ["price", "releaseDate", "volume", "format", "seriesId"] as const

const named = new Set(["term", "terms", "range"])

const fieldsIn = (clause: unknown): ReadonlyArray<string> => {
  if (Array.isArray(clause)) return clause.flatMap(fieldsIn)
  if (typeof clause !== "object" || clause === null) return []
  return Object.entries(clause).flatMap(([key, value]: [string, unknown]) =>
    named.has(key) && typeof value === "object" && value !== null
      ? Object.keys(value)
      : fieldsIn(value),
  )
}

/** All fields that a plan, or what it tries otherwise, filters or sorts by. */
export const fieldsOf = (plan: RetrievalPlan | undefined): ReadonlySet<string> => {
  if (plan === undefined || plan.kind === "none" || plan.kind === "trending") return new Set()
  const clauses: ReadonlyArray<Clause> =
    plan.kind === "meaning" ? [...plan.filter, ...plan.exclude] : plan.filter
  const sorted = plan.kind === "filter" ? plan.sort.flatMap((by) => Object.keys(by)) : []
  return new Set([...fieldsIn(clauses), ...sorted, ...fieldsOf(plan.otherwise)])
}

/** The books are named one by one: no other book can come into the answer. */
const namesBooks = ({ books, volume }: Slots) => books !== undefined || typeof volume === "number"

const ofPlan = (plan: RetrievalPlan, slots: Slots): ReadonlyArray<string> => {
  if (plan.kind === "none") return []
  const fields = fieldsOf(plan)
  if (plan.kind === "filter" && slots.series.length > 0 && fields.has("seriesId")) {
    return namesBooks(slots) ? [] : slots.series.map(seriesTag)
  }
  return [
    members,
    ...(plan.kind === "meaning" ? [meaning] : []),
    ...listed.filter((field) => fields.has(field)).map(listTag),
  ]
}

/** Whether tomorrow the same question may have another answer though nothing was changed. */
export const readsTheDate = (plan: RetrievalPlan): boolean => fieldsOf(plan).has("releaseDate")

/** `read`: the ids of all products that were found, shown or not; `whole`: series whose prices and dates are told. */
export const tagsOf = (
  plan: RetrievalPlan,
  slots: Slots,
  read: ReadonlyArray<string>,
  whole: ReadonlyArray<string>,
): ReadonlyArray<string> => [
  ...new Set([
    catalogueTag,
    ...ofPlan(plan, slots),
    ...whole.map(seriesTag),
    ...[...read, ...(plan.kind === "filter" ? plan.ids : [])].map(productTag),
  ]),
]

/** What is made of all rows of a series depends on it. */
export const tagsOfRows = (series: string): ReadonlyArray<string> => [
  catalogueTag,
  allRows,
  rowsTag(series),
]

/** As few tags, at most `most` where that suffices: those of single series' rows become that of all. */
export const withFewerRows = (tags: ReadonlyArray<string>, most: number): ReadonlyArray<string> =>
  tags.length <= most ? tags : [...tags.filter((tag) => !tag.startsWith(rowsTag(""))), allRows]

/** Whatever is said of a series may be said otherwise, and lists may have it or not. */
export const touchedByNames = (series: string, isGone: boolean): ReadonlyArray<string> => [
  isGone ? goneTag : namesTag,
  productTag(series),
  seriesTag(series),
  rowsTag(series),
  members,
  meaning,
]

/** `undefined`: there was no such product, or there is none any more. Empty where no answer changes. */
export const touchedBy = (
  before: Fact | undefined,
  after: Fact | undefined,
): ReadonlyArray<string> => {
  const known = [before, after].filter((fact) => fact !== undefined)
  const own = known.map(({ id }) => productTag(id))
  const series = known.map(({ seriesId }) => seriesTag(seriesId))
  const rows = known.map(({ seriesId }) => rowsTag(seriesId))
  if (before === undefined || after === undefined) {
    // Its price and day place it in lists, as a change from nothing would.
    return known.length === 0
      ? []
      : [...new Set([...own, ...rows, ...series, members, meaning, ...listed.map(listTag)])]
  }
  const moved = listed.filter((field) => before[field] !== after[field])
  const renamed = before.title !== after.title || before.japaneseTitle !== after.japaneseTitle
  const shown = figureOf(before, after.releaseDate).left !== figureOf(after, after.releaseDate).left
  if (moved.length === 0 && !renamed && !shown) return []
  return [
    ...new Set([
      ...own,
      ...rows,
      ...(moved.length > 0 || renamed ? series : []),
      ...moved.map(listTag),
      ...(renamed ? [meaning] : []),
    ]),
  ]
}
