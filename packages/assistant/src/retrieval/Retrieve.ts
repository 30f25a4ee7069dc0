/**
 * The retrieve step: reads, side by side, the products that a message asks for with current price and stock, the records
 * of the series that it may be about, a second search that is only told to the model, and the customer's orders where
 * the message may concern them. Products that records hold are not searched for where these come soon.
 *
 * It never fails: late or broken parts are left out, and `unread` names them, so that no answer takes them for absent.
 * `Basis` is what a cached answer made of the reads depends on: a version stamp taken before the first read, so that
 * the answer is cached only if nothing changed since, its tags, and whether it depends on the date.
 */
import { TagVersions, type VersionStamp } from "@manga-assist/caching"
import type { Catalogue, Order } from "@manga-assist/catalogue"
import type { BedrockEmbeddings } from "@manga-assist/connections"
import { Effect, Fiber } from "effect"
import {
  type SeriesRead,
  SeriesRecords,
  type SeriesRows,
  type UnreadPart,
} from "../facts/SeriesRecords.ts"
import type { Models } from "../model/Models.ts"
import { Customers } from "../products/Customers.ts"
import type { Offer } from "../products/Offer.ts"
import { planRetrieval } from "./PlanRetrieval.ts"
import {
  type Found,
  isInRecords,
  nothingFound,
  readOffers,
  readTold,
  type Rows,
} from "./ReadOffers.ts"
import type { ProductFacts } from "../products/ProductFacts.ts"
import type { ProductSearch } from "../products/ProductSearch.ts"
import type { RetrievalPlan } from "../products/RetrievalPlan.ts"
import { StoreNames } from "../reading/StoreNames.ts"
import { readsTheDate, tagsOf } from "../products/StoreTags.ts"
import type { Question } from "../reading/Question.ts"
import { deadlines, embedOnce, type RetrieveInput, staged, within } from "./FindProducts.ts"

export type RetrievalNeeds =
  | BedrockEmbeddings
  | Customers
  | Models
  | ProductFacts
  | ProductSearch
  | SeriesRecords
  | TagVersions

export interface FoundFor {
  readonly words: string
  readonly offers: ReadonlyArray<Offer>
}

export interface Retrieved {
  /** The question that the cards answer, which may be put so that it stands alone; `undefined`: none is guessed. */
  readonly shown: Question | undefined
  /** Shown as cards at once. */
  readonly offers: ReadonlyArray<Offer>
  /** Told to the model: what is known of the series that may be meant. */
  readonly records: ReadonlyArray<SeriesRows>
  /** Told to the model, and not shown: what the message finds, alone and together with the last wishes. */
  readonly told: ReadonlyArray<FoundFor>
  readonly orders: ReadonlyArray<Order>
  /** What could not be read and is therefore missing above; it may exist all the same. */
  readonly unread: ReadonlyArray<string>
  /** `ok`, `empty`, `none` (nothing to read), or the code of what was left out. */
  readonly outcome: string
  /** Codes for `degraded`, in the order they happened. */
  readonly degraded: ReadonlyArray<string>
  readonly basis: Basis
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
export const nothingInTime = (
  { asksOrders, topics, unconfirmed, user }: RetrieveInput,
  catalogue: Catalogue,
): Retrieved => ({
  shown: undefined,
  offers: [],
  records: [],
  told: [],
  orders: [],
  unread: [
    "products",
    ...topics.map(({ series }) => partOf("record", series, catalogue)),
    ...(asksOrders && (user ?? unconfirmed) !== undefined ? ["orders"] : []),
  ],
  outcome: "retrieval-late",
  degraded: ["retrieval-late"],
  basis: noBasis,
})

/** As `unread` names it. */
const partOf = (part: UnreadPart["part"], series: string, catalogue: Catalogue): string =>
  `${part} of ${catalogue.of(series)?.english ?? series}`

const readOrders = Effect.fnUntraced(function* (input: RetrieveInput) {
  if (!input.asksOrders || input.user === undefined) {
    const isUnread = input.asksOrders && input.unconfirmed === true
    return { orders: [], degraded: isUnread ? ["orders-failed"] : [] }
  }
  if (input.orders !== undefined) return { orders: input.orders, degraded: [] }
  const customers = yield* Customers
  const { code, found = [] } = yield* staged(
    input.ledger,
    { name: "orders" },
    customers.orders(input.user, within(input, deadlines.orders)),
  )
  return { orders: found, degraded: code === undefined ? [] : [code] }
})

const nothingRead: SeriesRead = { found: [], unread: [], isLate: false }

const readRecords = Effect.fnUntraced(function* (input: RetrieveInput) {
  const { isForAll, ledger, topics } = input
  const records = yield* SeriesRecords
  if (topics.length === 0) return nothingRead
  const known = isForAll ? undefined : records.known(topics)
  if (known?.missing.length === 0) return { ...nothingRead, found: known.found }
  const end = ledger.begin("records")
  const readMs = within(input, deadlines.facts)
  // What is kept for everybody is stamped with this moment.
  const read = yield* (
    isForAll ? records.current(topics, readMs) : records.read(topics, readMs)
  ).pipe(Effect.onInterrupt(() => Effect.sync(() => end("cancelled"))))
  end(read.isLate ? "records-late" : read.unread.length > 0 ? "records-cut" : "ok")
  return read
})

const noRows: ReadonlyMap<string, Rows> = new Map()

/** Three times the 95th percentile of a read: who waits longer would better have searched. */
const soonMs = 25

/** The rows of whole series, where they are there soon. */
const soonIn = (reading: Fiber.Fiber<SeriesRead>, input: RetrieveInput) =>
  Fiber.join(reading).pipe(
    Effect.timeoutOrElse({
      duration: within(input, soonMs),
      orElse: () => Effect.succeed(undefined),
    }),
    Effect.map((read): ReadonlyMap<string, Rows> =>
      read === undefined
        ? noRows
        : new Map(
            read.found.flatMap(({ complete, detail, rows, series }) =>
              complete && detail === "full" ? [[series, rows] as const] : [],
            ),
          ),
    ),
  )

/** What to read is asked for the customer: what they have bought of is no answer. */
const ownedSeries = (
  { personal, reads }: Question,
  orders: ReadonlyArray<Order> | undefined,
  catalogue: Catalogue,
) =>
  personal && reads === "wish"
    ? [
        ...new Set(
          (orders ?? []).flatMap(({ items }) =>
            items.map(({ productId }) => catalogue.bookOf(productId)?.series ?? productId),
          ),
        ),
      ]
    : []

const leavingOut = (question: Question, series: ReadonlyArray<string>): Question =>
  series.length === 0
    ? question
    : { ...question, without: [...(question.without ?? []), ...series] }

/** That there is nothing says something only where it was looked up. */
const unreadOf = (
  { degraded, offers }: Found,
  records: ReadonlyArray<UnreadPart>,
  orders: Pick<Retrieved, "degraded" | "orders">,
  catalogue: Catalogue,
): ReadonlyArray<string> => [
  ...(offers.length === 0 && degraded.length > 0 ? ["products"] : []),
  ...(offers.length > 0 && degraded.some((code) => code.startsWith("facts-"))
    ? ["current prices and stock"]
    : []),
  ...records.map(({ part, series }) => partOf(part, series, catalogue)),
  ...(orders.degraded.length > 0 && orders.orders.length === 0 ? ["orders"] : []),
]

export const retrieve = Effect.fnUntraced(function* (input: RetrieveInput) {
  const { sought, trending } = input
  const { catalogue } = yield* StoreNames
  const notBought = (question: Question) =>
    leavingOut(question, ownedSeries(question, input.orders, catalogue))
  const shown = sought.shown && notBought(sought.shown)
  const second = sought.told.map(({ byPlan, question, words }) => ({
    byPlan,
    words,
    question: notBought(question),
  }))
  const plan: RetrievalPlan =
    shown === undefined ? { kind: "none" } : planRetrieval(shown, input.customer)
  const since =
    plan.kind === "trending" && trending !== undefined
      ? trending.since
      : yield* Effect.orElseSucceed((yield* TagVersions).now, () => undefined)
  const end = input.ledger.begin("retrieve")
  const searching = { ...input, embed: yield* embedOnce(input) }
  const reading = yield* Effect.forkChild(readRecords(input), { startImmediately: true })
  const products =
    shown === undefined
      ? Effect.succeed(nothingFound)
      : Effect.flatMap(
          isInRecords(plan, shown, input) ? soonIn(reading, input) : Effect.succeed(noRows),
          (known) => readOffers(plan, shown, searching, known),
        )
  const told =
    second.length === 0
      ? Effect.succeed([])
      : readTold(second, searching).pipe(
          Effect.timeoutOrElse({
            duration: within(input, deadlines.told),
            orElse: () => Effect.succeed(undefined),
          }),
        )
  const [found, guessed, facts, orders] = yield* Effect.all(
    [products, told, Fiber.join(reading), readOrders(input)],
    { concurrency: "unbounded" },
  ).pipe(Effect.onInterrupt(() => Effect.sync(() => end("cancelled"))))
  const degraded = [
    ...found.degraded,
    ...(facts.isLate ? ["facts-late"] : facts.unread.length > 0 ? ["facts-cut"] : []),
    ...orders.degraded,
  ]
  // Orders that were not at hand, and lists that no filter was put to.
  const withoutBought = (offers: ReadonlyArray<Offer>, question: Question | undefined) => {
    const bought = new Set(question && ownedSeries(question, orders.orders, catalogue))
    return offers.filter(({ product }) => !bought.has(product.seriesId))
  }
  const offers = withoutBought(found.offers, shown)
  const empty = plan.kind === "none" ? "none" : offers.length === 0 ? "empty" : "ok"
  const outcome = degraded[0] ?? empty
  end(outcome)
  return {
    shown,
    offers,
    records: facts.found,
    told: (guessed ?? []).map(({ offers, words }, at) => ({
      words,
      offers: withoutBought(offers, second[at]?.question),
    })),
    orders: orders.orders,
    unread: [
      ...unreadOf({ ...found, offers }, facts.unread, orders, catalogue),
      ...(guessed === undefined && found.degraded.length === 0 && offers.length === 0
        ? ["books near to the wish"]
        : []),
    ],
    outcome,
    degraded: [...new Set(degraded)],
    basis: {
      since,
      tags: tagsOf(
        plan,
        input.question.slots,
        found.read,
        facts.found.map(({ series }) => series),
      ),
      dated: readsTheDate(plan),
    },
  } satisfies Retrieved
}, Effect.scoped)
