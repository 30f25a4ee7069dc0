/**
 * Reads the products of a message with their current price and stock: those that are shown, by their plan, over the rows
 * of records where these are at hand; and those that are only told to the model.
 *
 * A late or broken read leaves out what it would have brought, and is named by a code.
 */
import type { Catalogue } from "@manga-assist/catalogue"
import { Effect } from "effect"
import { storeDay } from "../model/StoreClock.ts"
import type { ListedProduct } from "../products/ListedProduct.ts"
import { type Offer, toOffer } from "../products/Offer.ts"
import { type Fact, ProductFacts } from "../products/ProductFacts.ts"
import { promptProducts, type RetrievalPlan } from "../products/RetrievalPlan.ts"
import { productOfFact } from "../products/table/ProductOfFact.ts"
import { oncePer } from "../reading/OncePer.ts"
import type { Question, Slots } from "../reading/Question.ts"
import {
  deadlines,
  findAll,
  findOrElse,
  type Reading,
  shownOf,
  staged,
  within,
} from "./FindProducts.ts"
import { isOfRows, overRows } from "./OverRows.ts"
import { nearInMeaning } from "./NearPlan.ts"
import { planRetrieval } from "./PlanRetrieval.ts"
import { rankByMention } from "./RankByMention.ts"
import type { Told } from "./Sought.ts"

/** Two formats of each book named, a bundle besides; box sets all, as they are counted. */
const mostOf = (slots: Slots, found: number) =>
  slots.format === "box-set" && slots.series.length > 0
    ? found
    : Math.max(slots.series.length * 3, (slots.books?.length ?? 0) * 2)

export type Rows = ReadonlyMap<string, Fact>

export interface Found {
  readonly offers: ReadonlyArray<Offer>
  readonly degraded: ReadonlyArray<string>
  /** Ids of all that was found, shown or not. */
  readonly read: ReadonlyArray<string>
}

export const nothingFound: Found = { offers: [], degraded: [], read: [] }

/** With the table's figures. */
export const offersOf = (
  products: ReadonlyArray<ListedProduct>,
  rows: Rows,
  today: string,
): ReadonlyArray<Offer> =>
  products.flatMap((product) => {
    const fact = rows.get(product.id)
    // The index still has what the shop has withdrawn: the table knows that it is not for sale.
    return fact === undefined ? [] : [toOffer(product, fact, today)]
  })

const productsOf = (rows: Rows, ids: Iterable<string>, catalogue: Catalogue) =>
  [...ids].flatMap((id) => productOfFact(rows.get(id), catalogue) ?? [])

/** Rows that are kept are asked again and again. */
const allProductsIn = oncePer((catalogue: Catalogue) =>
  oncePer((rows: Rows) => productsOf(rows, rows.keys(), catalogue)),
)

/** All that the plan asks for is in the records that are read anyway. */
export const isInRecords = (
  plan: RetrievalPlan,
  { slots: { series } }: Question,
  { isForAll, topics }: Pick<Reading, "isForAll" | "topics">,
): boolean =>
  !isForAll &&
  plan.kind === "filter" &&
  series.length > 0 &&
  series.every((id) => topics.some(({ detail, series: of }) => of === id && detail === "full")) &&
  isOfRows(plan)

/** What a plan about series finds among their rows, where all of these are here. */
const findInRows = (
  plan: RetrievalPlan,
  { names, slots }: Question,
  known: ReadonlyMap<string, Rows>,
  today: string,
): Found | undefined => {
  if (plan.kind !== "filter" || slots.series.length === 0) return undefined
  const rows = slots.series.flatMap((id) => known.get(id) ?? [])
  if (rows.length < slots.series.length) return undefined
  const found = overRows(plan, rows.flatMap(allProductsIn(names.catalogue)), today)
  if (found === undefined || found.length === 0) return undefined
  const shown = rankByMention(found, slots)
  const most = Math.max(promptProducts, mostOf(slots, shown.length))
  // Made of the rows: they have the figures of the table.
  const offers = shown.slice(0, most).map((product) => toOffer(product, undefined, today))
  return { offers, degraded: [], read: found.map(({ id }) => id) }
}

export const readOffers = Effect.fnUntraced(function* (
  plan: RetrievalPlan,
  question: Question,
  input: Reading,
  known: ReadonlyMap<string, Rows>,
) {
  const today = yield* storeDay
  const inRows = findInRows(plan, question, known, today)
  if (inRows !== undefined) return inRows
  const { names, slots } = question
  const { code, found: all } = yield* findOrElse(plan, question, input)
  const ordered = shownOf(all, question)
  const found = ordered.slice(0, Math.max(promptProducts, mostOf(slots, ordered.length)))
  const degraded = code === undefined ? [] : [code]
  const wanted =
    found.length > 0
      ? found.map((product) => product.id)
      : // Search failed, or its index does not have yet what the table names.
        plan.kind === "filter"
        ? plan.ids
        : []
  const read = all.map((product) => product.id)
  if (wanted.length === 0) return { offers: [], degraded, read }
  const facts = yield* ProductFacts
  const { code: late, found: rows } = yield* staged(
    input.ledger,
    { name: "facts" },
    facts.read(wanted, within(input, deadlines.facts)),
  )
  if (rows === undefined) {
    const offers = found.map((product) => toOffer(product, undefined, today))
    return { offers, degraded: [...degraded, late ?? []].flat(), read }
  }
  const products =
    found.length > 0 ? found : rankByMention(productsOf(rows, wanted, names.catalogue), slots)
  return { offers: offersOf(products, rows, today), degraded, read }
})

/** Of all searches together. */
const mostTold = 6

/** Each series once, where it is found first. */
const distinct = (found: ReadonlyArray<ReadonlyArray<ListedProduct>>) => {
  const seen = new Set<string>()
  return found.map((products) =>
    products.filter(({ seriesId }) => !seen.has(seriesId) && seen.add(seriesId)),
  )
}

/** What fits and what is near in meaning, in turns; `undefined`: no search answered. */
const findTold = Effect.fnUntraced(function* (told: ReadonlyArray<Told>, input: Reading) {
  const fitting = told.filter(({ byPlan }) => byPlan)
  const steps = yield* findAll(
    [
      ...told.map(({ question }) => ({ plan: nearInMeaning(question), question })),
      ...fitting.map(({ question }) => ({
        plan: planRetrieval(question, input.customer),
        question,
      })),
    ],
    input,
  )
  // What a search without its vector falls back to is near to nothing.
  const found = steps.map(({ code, found }) => (code === undefined ? found : undefined))
  if (found.every((products) => products === undefined)) return undefined
  const fits = found.slice(told.length).values()
  return told.map(({ byPlan, question }, at) => {
    const fit = byPlan ? fits.next().value : undefined
    const inTurn = [fit === undefined ? [] : shownOf(fit, question), found[at] ?? []]
    const longest = Math.max(...inTurn.map((products) => products.length))
    return Array.from({ length: longest }, (_, place) =>
      inTurn.flatMap((products) => products.slice(place, place + 1)),
    ).flat()
  })
})

/** What each of them finds, in their order; `undefined`: none could be told. */
export const readTold = Effect.fnUntraced(function* (told: ReadonlyArray<Told>, input: Reading) {
  const found = yield* findTold(told, input)
  if (found === undefined) return undefined
  const most = Math.floor(mostTold / told.length)
  const kept = distinct(found).map((products) => products.slice(0, most))
  const ids = kept.flat().map(({ id }) => id)
  if (ids.length === 0) return []
  const facts = yield* ProductFacts
  const rows = yield* Effect.orElseSucceed(
    facts.read(ids, within(input, deadlines.facts)),
    () => undefined,
  )
  if (rows === undefined) return undefined
  const today = yield* storeDay
  return told.map(({ words }, at) => ({ words, offers: offersOf(kept[at] ?? [], rows, today) }))
})
