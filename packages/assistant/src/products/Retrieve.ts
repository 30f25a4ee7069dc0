/**
 * The retrieve step: reads the products of a question with current price and stock, and the customer's orders where
 * the question may concern them.
 *
 * It never fails: late or broken parts are left out and named. It takes a version stamp before the first read, so
 * that the answer is cached only if nothing changed since.
 */
import { Effect } from "effect"
import { rankByMention } from "./RankByMention.ts"
import { TagVersions, type VersionStamp } from "@manga-assist/caching"
import type { Order, User } from "@manga-assist/catalogue"
import { BedrockEmbeddings } from "@manga-assist/connections"
import type { Ledger } from "@manga-assist/latency-budget"
import { dossierOf } from "./table/Dossier.ts"
import type { TrendingList } from "./TrendingList.ts"
import { Customers } from "./Customers.ts"
import { meaningText } from "../reading/MeaningText.ts"
import type { ListedProduct } from "./ListedProduct.ts"
import { Models } from "../model/Models.ts"
import { type Offer, toOffer } from "./Offer.ts"
import { ProductFacts } from "./ProductFacts.ts"
import { ProductSearch } from "./ProductSearch.ts"
import { productOfFact } from "./table/ProductOfFact.ts"
import { paperbacksOf } from "./table/Sums.ts"
import type { Question, Slots } from "../reading/Question.ts"
import { planRetrieval } from "./PlanRetrieval.ts"
import { wishedProducts } from "./WishedProducts.ts"
import { promptProducts, type RetrievalPlan, trendingPlan } from "./RetrievalPlan.ts"
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
  orders: [],
  outcome: "retrieval-late",
  degraded: ["retrieval-late"],
  basis: noBasis,
}

export interface RetrieveInput {
  readonly question: Question
  readonly user: string | undefined
  readonly customer: User | undefined
  /** The customer's orders, when they are at hand. */
  readonly orders: ReadonlyArray<Order> | undefined
  /** The list for everybody, when it is at hand. */
  readonly trending: TrendingList | undefined
  readonly ledger: Ledger
  /** Milliseconds of the budget that reads must leave to what comes after them; 0 unless given. */
  readonly leaveMs?: number
}

/** Well above the 95th percentiles of the source document (search 150 ms cold, 65 ms tuned; DynamoDB 12 ms). */
const deadlines = { embedding: 250, search: 450, facts: 150, orders: 200 }
/** Retrieval may never eat more than this share of what is left: the model needs the rest. */
const share = 0.4

const within = ({ leaveMs = 0, ledger }: RetrieveInput, atMostMs: number) =>
  Math.min(
    ledger.deadlineMs({ atMostMs, share }),
    ledger.deadlineMs({ atMostMs, reserveMs: leaveMs }),
  )

/** A stage of the ledger that begins now, to be ended by its outcome. */
export const beginStage = (ledger: Ledger, stage: string) => {
  const end = ledger.begin(stage)
  return (outcome: string): Effect.Effect<void> =>
    Effect.sync(() => {
      end(outcome)
    })
}

/** One stage around an effect; a failure is a value, an interruption ends the stage. */
const staged = <A, E extends { readonly reason: string }, R>(
  ledger: Ledger,
  stage: string,
  effect: Effect.Effect<A, E, R>,
) =>
  Effect.suspend(() => {
    const end = beginStage(ledger, stage)
    return effect.pipe(
      Effect.tap(() => end("ok")),
      Effect.tapError((error) => end(error.reason)),
      Effect.onInterrupt(() => end("cancelled")),
      Effect.result,
    )
  })

const lateOr = (name: string, reason: string) =>
  reason === "timeout" || reason === "first-token-timeout" ? `${name}-late` : `${name}-failed`

const findProducts = Effect.fnUntraced(function* (plan: RetrievalPlan, input: RetrieveInput) {
  const search = yield* ProductSearch
  const { ledger, question } = input
  const searchMs = within(input, deadlines.search)
  if (plan.kind === "none") return { found: [], code: undefined }
  if (plan.kind === "trending" && input.trending !== undefined) {
    return { found: input.trending.products.slice(0, trendingPlan.size), code: undefined }
  }
  if (plan.kind === "meaning") {
    const embeddings = yield* BedrockEmbeddings
    const { embedding } = yield* Models
    const vector = yield* staged(
      ledger,
      "embedding",
      embeddings.embed(meaningText(question), {
        modelId: embedding.id,
        dimensions: embedding.dimensions,
        deadlineMs: within(input, deadlines.embedding),
      }),
    )
    if (vector._tag === "Failure") {
      // Without a vector the filter alone still finds what the slots named.
      const byFilter = yield* staged(
        ledger,
        "search",
        search.byFilter({ ...trendingPlan, filter: plan.filter, size: plan.size }, searchMs),
      )
      return {
        found: byFilter._tag === "Success" ? byFilter.success : [],
        code: lateOr("embedding", vector.failure.reason),
      }
    }
    const near = yield* staged(ledger, "search", search.byMeaning(plan, vector.success, searchMs))
    return near._tag === "Success"
      ? { found: near.success, code: undefined }
      : { found: [], code: lateOr("retrieval", near.failure.reason) }
  }
  const filterPlan = plan.kind === "trending" ? trendingPlan : plan
  const found = yield* staged(ledger, "search", search.byFilter(filterPlan, searchMs))
  return found._tag === "Success"
    ? { found: found.success, code: undefined }
    : { found: [], code: lateOr("retrieval", found.failure.reason) }
})

/** What is looked up by what it is like, and not by its name. */
const forWish: ReadonlySet<Question["reads"]> = new Set(["wish", "popular"])

/** Of what was found, what is shown: most fitting first. What a book stands for was fetched with it. */
const shownOf = (found: ReadonlyArray<ListedProduct>, question: Question) =>
  forWish.has(question.reads)
    ? wishedProducts(found, question)
    : rankByMention(found, question.slots)

/** The plan, or what it says to try where it finds nothing that may be shown; two steps at most. */
const findOrElse = Effect.fnUntraced(function* (plan: RetrievalPlan, input: RetrieveInput) {
  const first = yield* findProducts(plan, input)
  const otherwise = plan.kind === "filter" || plan.kind === "meaning" ? plan.otherwise : undefined
  const isFound = shownOf(first.found, input.question).length > 0
  if (isFound || first.code !== undefined || otherwise === undefined) return first
  return yield* findProducts(otherwise, input)
})

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
  const counted = paperbacksOf(input.question)
  const read = [...all.map((product) => product.id), ...further, ...counted]
  if (wanted.length + further.length === 0) {
    return { offers: [], further: [], counted: [], degraded, read }
  }
  const current = yield* staged(
    input.ledger,
    "facts",
    readRows(facts, [[...wanted, ...further], ...batches(counted)], within(input, deadlines.facts)),
  )
  if (current._tag === "Failure") {
    degraded.push(lateOr("facts", current.failure.reason))
    const offers = found.map((product) => toOffer(product, undefined))
    return { offers, further: [], counted: [], degraded, read }
  }
  const offerOf = (id: string, product: ListedProduct | undefined): ReadonlyArray<Offer> => {
    const fact = current.success.get(id)
    return fact === undefined || product === undefined ? [] : [toOffer(product, fact)]
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
    degraded,
    read,
  }
})

const readOrders = Effect.fnUntraced(function* (input: RetrieveInput) {
  if (!input.question.ownAffairs || input.user === undefined) {
    return { orders: [], degraded: [] }
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

export const retrieve = Effect.fnUntraced(function* (input: RetrieveInput) {
  const { question, trending } = input
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
  const empty = plan.kind === "none" ? "none" : products.offers.length === 0 ? "empty" : "ok"
  const outcome = degraded[0] ?? empty
  yield* end(outcome)
  const tags = tagsOf(plan, question.slots, products.read)
  return {
    offers: products.offers,
    further: products.further,
    counted: products.counted,
    orders: orders.orders,
    outcome,
    degraded,
    basis: { since, tags, dated: readsTheDate(plan) },
  } satisfies Retrieved
})
