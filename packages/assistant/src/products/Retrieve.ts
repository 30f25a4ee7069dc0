/**
 * The retrieve step: reads the products of a question with current price and stock, and the customer's orders where the
 * question may concern them.
 *
 * It never fails: late or broken parts are left out and named; `unreadOf` tells whether products or orders are absent
 * because they could not be read. `Basis` is what a cached answer made of the reads depends on: a version stamp taken
 * before the first read, so that the answer is cached only if nothing changed since, its tags, and whether it depends
 * on the date.
 */
import { Clock, Effect } from "effect"
import { rankByMention } from "./RankByMention.ts"
import { TagVersions, type VersionStamp } from "@manga-assist/caching"
import type { Order } from "@manga-assist/catalogue"
import type { BedrockEmbeddings } from "@manga-assist/connections"
import { bookOf } from "../conversation/BookOfProduct.ts"
import { dossierOf } from "./table/Dossier.ts"
import { Customers } from "./Customers.ts"
import type { ListedProduct } from "./ListedProduct.ts"
import { isoDay } from "../model/IsoDay.ts"
import type { Models } from "../model/Models.ts"
import { type Offer, toOffer } from "./Offer.ts"
import {
  beginStage,
  deadlines,
  findLooser,
  findOrElse,
  lateOr,
  type RetrieveInput,
  shownOf,
  staged,
  within,
} from "./find/FindProducts.ts"
import type { Looser } from "./find/Loosened.ts"
import { ProductFacts } from "./ProductFacts.ts"
import type { ProductSearch } from "./ProductSearch.ts"
import { productOfFact } from "./table/ProductOfFact.ts"
import { countedOf } from "./table/Sums.ts"
import type { Question, Slots } from "../reading/Question.ts"
import { planRetrieval } from "./PlanRetrieval.ts"
import { promptProducts, type RetrievalPlan } from "./RetrievalPlan.ts"
import { readsTheDate, tagsOf } from "./StoreTags.ts"

export type RetrievalNeeds =
  | BedrockEmbeddings
  | Customers
  | Models
  | ProductFacts
  | ProductSearch
  | TagVersions

export interface Retrieved {
  readonly offers: ReadonlyArray<Offer>
  /** Told to the model beside what is shown; see `Dossier.ts`. */
  readonly further: ReadonlyArray<Offer>
  /** Neither shown nor told one by one: the model is told what they cost together; see `Sums.ts`. */
  readonly counted: ReadonlyArray<Offer>
  /** Where nothing is all that is wished for: what is, without one part of the wish. */
  readonly looser: ReadonlyArray<Looser>
  readonly orders: ReadonlyArray<Order>
  /** `ok`, `empty`, `none` (nothing to read), or the code of what was left out. */
  readonly outcome: string
  /** Codes for `degraded`, in the order they happened. */
  readonly degraded: ReadonlyArray<string>
  readonly basis: Basis
}

export type Unread = "products" | "orders"

/** That there is nothing says something only where it was looked up. */
export const unreadOf = ({
  degraded,
  offers,
  orders,
}: Pick<Retrieved, "degraded" | "offers" | "orders">): ReadonlyArray<Unread> => {
  const isUnread = (reads: RegExp) => degraded.some((code) => reads.test(code))
  return [
    ...(offers.length === 0 && isUnread(/^(retrieval|embedding|facts)-/u)
      ? (["products"] as const)
      : []),
    ...(orders.length === 0 && isUnread(/^orders-/u) ? (["orders"] as const) : []),
  ]
}

/** What is made of the reads depends on it. */
export interface Basis {
  /** From before the first read; `undefined`: nothing may be kept. */
  readonly since: VersionStamp | undefined
  /** As `StoreTags.ts` names it. */
  readonly tags: ReadonlyArray<string>
  /** Another day may have another answer though nothing was changed. */
  readonly dated: boolean
}

const noBasis: Basis = { since: undefined, tags: [], dated: false }

/** What a turn goes on with whose reads have used up all its time. */
export const nothingInTime: Retrieved = {
  offers: [],
  further: [],
  counted: [],
  looser: [],
  orders: [],
  outcome: "retrieval-late",
  degraded: ["retrieval-late"],
  basis: noBasis,
}

/** Two formats of each book named, a bundle besides; box sets all, as they are counted. */
const mostOf = (slots: Slots, found: number) =>
  slots.format === "box-set" && slots.series.length > 0
    ? found
    : Math.max(slots.series.length * 3, (slots.books?.length ?? 0) * 2)

/** One read of the table has so many rows at most. */
const mostRows = 100

const batches = (ids: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<string>> =>
  Array.from({ length: Math.ceil(ids.length / mostRows) }, (_, at) =>
    ids.slice(at * mostRows, (at + 1) * mostRows),
  )

/** The rows of all lists, read at once. */
const readRows = (
  facts: ProductFacts["Service"],
  lists: ReadonlyArray<ReadonlyArray<string>>,
  deadlineMs: number,
) =>
  Effect.map(
    Effect.all(
      lists.map((ids) => facts.read(ids, deadlineMs)),
      { concurrency: "unbounded" },
    ),
    (rows) => new Map(rows.flatMap((each) => [...each])),
  )

const readOffers = Effect.fnUntraced(function* (plan: RetrievalPlan, input: RetrieveInput) {
  const facts = yield* ProductFacts
  const today = isoDay(yield* Clock.currentTimeMillis)
  const degraded: Array<string> = []
  const { slots } = input.question
  const { found: all, code } = yield* findOrElse(plan, input)
  const ordered = shownOf(all, input.question)
  const found = ordered.slice(0, Math.max(promptProducts, mostOf(slots, ordered.length)))
  if (code !== undefined) degraded.push(code)
  const wanted =
    found.length > 0
      ? found.map((product) => product.id)
      : plan.kind === "filter" && code !== undefined
        ? plan.ids
        : []
  const further = dossierOf(input.question).filter((id) => !wanted.includes(id))
  const counted = countedOf(input.question)
  const read = [...all.map((product) => product.id), ...further, ...counted]
  if (wanted.length + further.length === 0) {
    const looser = code === undefined ? yield* findLooser(input) : []
    return { offers: [], further: [], counted: [], looser, degraded, read }
  }
  const current = yield* staged(
    input.ledger,
    "facts",
    readRows(
      facts,
      [...batches([...wanted, ...further]), ...batches(counted)],
      within(input, deadlines.facts),
    ),
  )
  if (current._tag === "Failure") {
    degraded.push(lateOr("facts", current.failure.reason))
    const offers = found.map((product) => toOffer(product, undefined, today))
    return { offers, further: [], counted: [], looser: [], degraded, read }
  }
  const offerOf = (id: string, product: ListedProduct | undefined): ReadonlyArray<Offer> => {
    const fact = current.success.get(id)
    return fact === undefined || product === undefined ? [] : [toOffer(product, fact, today)]
  }
  const offerOfRow = (id: string) => offerOf(id, productOfFact(current.success.get(id)))
  const products =
    found.length > 0
      ? found
      : rankByMention(
          wanted.flatMap((id) => productOfFact(current.success.get(id)) ?? []),
          slots,
        )
  // The index still has what the shop has withdrawn: the table knows that it is not for sale.
  return {
    offers: products.flatMap((product) => offerOf(product.id, product)),
    further: further.flatMap(offerOfRow),
    counted: counted.flatMap(offerOfRow),
    looser: [],
    degraded,
    read,
  }
})

const readOrders = Effect.fnUntraced(function* (input: RetrieveInput) {
  if (!input.question.ownAffairs || input.user === undefined) {
    const isUnread = input.question.ownAffairs && input.unconfirmed === true
    return { orders: [], degraded: isUnread ? ["orders-failed"] : [] }
  }
  if (input.orders !== undefined) return { orders: input.orders, degraded: [] }
  const customers = yield* Customers
  const orders = yield* staged(
    input.ledger,
    "orders",
    customers.orders(input.user, within(input, deadlines.orders)),
  )
  return orders._tag === "Success"
    ? { orders: orders.success, degraded: [] }
    : { orders: [], degraded: [lateOr("orders", orders.failure.reason)] }
})

/** What to read is asked for the customer: what they have bought of is no answer. */
const ownedSeries = ({ personal, reads }: Question, orders: ReadonlyArray<Order> | undefined) =>
  personal && reads === "wish"
    ? [
        ...new Set(
          (orders ?? []).flatMap(({ items }) =>
            items.map(({ productId }) => bookOf(productId)?.series ?? productId),
          ),
        ),
      ]
    : []

const leavingOutOwned = (
  question: Question,
  orders: ReadonlyArray<Order> | undefined,
): Question => {
  const owned = ownedSeries(question, orders)
  return owned.length === 0
    ? question
    : { ...question, without: [...(question.without ?? []), ...owned] }
}

export const retrieve = Effect.fnUntraced(function* (given: RetrieveInput) {
  const { trending } = given
  const question = leavingOutOwned(given.question, given.orders)
  const input = { ...given, question }
  const plan = planRetrieval(question, input.customer)
  const since =
    plan.kind === "trending" && trending !== undefined
      ? trending.since
      : yield* Effect.orElseSucceed((yield* TagVersions).now, () => undefined)
  const end = beginStage(input.ledger, "retrieve")
  const [products, orders] = yield* Effect.all([readOffers(plan, input), readOrders(input)], {
    concurrency: "unbounded",
  }).pipe(Effect.onInterrupt(() => end("cancelled")))
  const degraded = [...products.degraded, ...orders.degraded]
  // Orders that were not at hand, and lists that no filter was put to.
  const owned = new Set(ownedSeries(question, orders.orders))
  const offers = products.offers.filter(({ product }) => !owned.has(product.seriesId))
  const empty = plan.kind === "none" ? "none" : offers.length === 0 ? "empty" : "ok"
  const outcome = degraded[0] ?? empty
  yield* end(outcome)
  const tags = tagsOf(plan, question.slots, products.read)
  return {
    offers,
    further: products.further,
    counted: products.counted,
    looser: products.looser,
    orders: orders.orders,
    outcome,
    degraded,
    basis: { since, tags, dated: readsTheDate(plan) },
  } satisfies Retrieved
})
