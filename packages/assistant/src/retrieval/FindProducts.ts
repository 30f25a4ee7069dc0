/**
 * Finds the products of a question by its plan. A late or broken search is a value with its code, never a failure.
 *
 * It also has the helpers of its caller `Retrieve.ts`: `within` bounds a read by the turn's remaining time, `staged`
 * records its time in the turn's ledger and names its failure, `embedOnce` has each text of a turn embedded once, and
 * `shownOf` selects and ranks what may be shown of the products found.
 */
import type { Order, User } from "@manga-assist/catalogue"
import { BedrockEmbeddings } from "@manga-assist/connections"
import type { Ledger } from "@manga-assist/latency-budget"
import { Effect, Fiber, type Scope } from "effect"
import { Models } from "../model/Models.ts"
import { meaningText } from "../reading/MeaningText.ts"
import type { Question } from "../reading/Question.ts"
import type { ListedProduct } from "../products/ListedProduct.ts"
import { ProductSearch } from "../products/ProductSearch.ts"
import { rankByMention } from "./RankByMention.ts"
import { type RetrievalPlan, searchedTrending, trendingPlan } from "../products/RetrievalPlan.ts"
import type { TrendingList } from "./TrendingList.ts"
import { wishedProducts } from "./WishedProducts.ts"
import type { Topic } from "../facts/Topic.ts"
import type { Sought } from "./Sought.ts"

export interface RetrieveInput {
  readonly question: Question
  readonly sought: Sought
  /** It may be about the customer's orders. */
  readonly asksOrders: boolean
  /** Series of which a record is told. */
  readonly topics: ReadonlyArray<Topic>
  /** The answer may be kept for everybody: nothing is told that could not be checked later. */
  readonly isForAll: boolean
  readonly user: string | undefined
  /** A customer who cannot be named yet. */
  readonly unconfirmed?: true | undefined
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
export const deadlines = { embedding: 250, search: 450, facts: 150, orders: 200, told: 450 }
/** Retrieval may never eat more than this share of what is left: the model needs the rest. */
const share = 0.4

export const within = ({ leaveMs = 0, ledger }: RetrieveInput, atMostMs: number) =>
  Math.min(
    ledger.deadlineMs({ atMostMs, share }),
    ledger.deadlineMs({ atMostMs, reserveMs: leaveMs }),
  )

const lateOr = (name: string, reason: string) =>
  reason === "timeout" || reason === "first-token-timeout" ? `${name}-late` : `${name}-failed`

/** What a read found, or the code of what is left out. */
interface Read<A> {
  readonly found?: A
  readonly code?: string | undefined
}

/** One stage around a read; an interruption ends it. */
export const staged = <A, E extends { readonly reason: string }, R>(
  ledger: Ledger,
  { name, stage = name }: { readonly name: string; readonly stage?: string },
  read: Effect.Effect<A, E, R>,
) =>
  Effect.suspend(() => {
    const end = ledger.begin(stage)
    return read.pipe(
      Effect.match({
        onSuccess: (found): Read<A> => {
          end("ok")
          return { found }
        },
        onFailure: ({ reason }): Read<A> => {
          end(reason)
          return { code: lateOr(name, reason) }
        },
      }),
      Effect.onInterrupt(() => Effect.sync(() => end("cancelled"))),
    )
  })

/** Of as many dimensions as the index has. */
export const vectorOf = Effect.fnUntraced(function* (text: string, deadlineMs: number) {
  const embeddings = yield* BedrockEmbeddings
  const { embedding } = yield* Models
  const { dimensions, id: modelId } = embedding
  return yield* embeddings.embed(text, { modelId, dimensions, deadlineMs })
})

/** A turn's reads: several of its searches have the same words. */
export interface Reading extends RetrieveInput {
  readonly embed: (
    text: string,
  ) => Effect.Effect<Read<ReadonlyArray<number>>, never, BedrockEmbeddings | Models>
}

/** Calls go on until the scope ends, also when the search that began one is given up. */
export const embedOnce = (input: RetrieveInput) =>
  Effect.map(Effect.scope, (scope: Scope.Scope): Reading["embed"] => {
    const begun = new Map<string, Fiber.Fiber<Read<ReadonlyArray<number>>>>()
    return Effect.fnUntraced(function* (text) {
      const embedding =
        begun.get(text) ??
        (yield* staged(
          input.ledger,
          { name: "embedding" },
          vectorOf(text, within(input, deadlines.embedding)),
        ).pipe(Effect.forkIn(scope, { startImmediately: true })))
      begun.set(text, embedding)
      return yield* Fiber.join(embedding)
    })
  })

interface Searched extends Read<ReadonlyArray<ListedProduct>> {
  readonly found: ReadonlyArray<ListedProduct>
}

const findProducts = Effect.fnUntraced(function* (
  plan: RetrievalPlan,
  question: Question,
  input: Reading,
): Effect.fn.Return<Searched, never, BedrockEmbeddings | Models | ProductSearch> {
  const search = yield* ProductSearch
  const { ledger } = input
  const { without = [] } = question
  const searchMs = within(input, deadlines.search)
  const searched = <E extends { readonly reason: string }>(
    read: Effect.Effect<ReadonlyArray<ListedProduct>, E>,
  ) =>
    Effect.map(staged(ledger, { name: "retrieval", stage: "search" }, read), (read): Searched => ({
      found: [],
      ...read,
    }))
  if (plan.kind === "none") return { found: [] }
  if (plan.kind === "trending" && input.trending !== undefined) {
    const left = input.trending.products.filter(({ seriesId }) => !without.includes(seriesId))
    return { found: left.slice(0, trendingPlan.size) }
  }
  if (plan.kind === "meaning") {
    const vector = yield* input.embed(meaningText(question))
    if (vector.found !== undefined) {
      return yield* searched(search.byMeaning(plan, vector.found, searchMs))
    }
    // Without a vector the filter alone still finds what the slots named.
    const byFilter = search.byFilter(
      { ...trendingPlan, filter: plan.filter, size: plan.size },
      searchMs,
    )
    return { ...(yield* searched(byFilter)), code: vector.code }
  }
  const filterPlan = plan.kind === "trending" ? searchedTrending(without) : plan
  return yield* searched(search.byFilter(filterPlan, searchMs))
})

/** What is looked up by what it is like, and not by its name. */
const forWish: ReadonlySet<Question["reads"]> = new Set(["wish", "popular"])

/** "Something by Tezuka, but not about doctors." */
const isOfPerson = ({ reads, slots }: Question): boolean =>
  reads === "works" && slots.series.length === 0

/** Of what was found, what is shown: most fitting first. What a book stands for was fetched with it. */
export const shownOf = (found: ReadonlyArray<ListedProduct>, question: Question) =>
  forWish.has(question.reads) || isOfPerson(question)
    ? wishedProducts(found, question)
    : rankByMention(found, question.slots)

const otherwiseOf = (plan: RetrievalPlan): RetrievalPlan | undefined =>
  plan.kind === "filter" || plan.kind === "meaning" ? plan.otherwise : undefined

/** Searched one after the other at most. */
const mostSteps = 3

/** The plan, or what it says to try where it finds nothing that may be shown. */
export const findOrElse = Effect.fnUntraced(function* (
  plan: RetrievalPlan,
  question: Question,
  input: Reading,
) {
  let found = yield* findProducts(plan, question, input)
  let otherwise = otherwiseOf(plan)
  for (let step = 1; step < mostSteps && otherwise !== undefined; step++) {
    const isFound = shownOf(found.found, question).length > 0
    if (isFound || found.code !== undefined) return found
    found = yield* findProducts(otherwise, question, input)
    otherwise = otherwiseOf(otherwise)
  }
  return found
})
