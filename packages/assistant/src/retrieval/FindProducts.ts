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
import { Effect, Fiber, Result, type Scope } from "effect"
import { Models } from "../model/Models.ts"
import { meaningText } from "../reading/MeaningText.ts"
import type { Question } from "../reading/Question.ts"
import type { ListedProduct } from "../products/ListedProduct.ts"
import { ProductSearch, type Searched } from "../products/ProductSearch.ts"
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

/** Beyond these nothing is searched where nothing was found. */
const mostSteps = 3

/** First the plan itself. */
const stepsOf = (plan: RetrievalPlan): ReadonlyArray<RetrievalPlan> => {
  const steps = [plan]
  for (let last = plan; last.kind === "filter" || last.kind === "meaning";) {
    if (last.otherwise === undefined || steps.length === mostSteps) break
    steps.push((last = last.otherwise))
  }
  return steps
}

interface Step extends Read<ReadonlyArray<ListedProduct>> {
  readonly found: ReadonlyArray<ListedProduct>
}

/** What is found where nothing is searched. */
const unsearched = (
  plan: RetrievalPlan,
  { without = [] }: Question,
  { trending }: Reading,
): Step | undefined => {
  if (plan.kind === "none") return { found: [] }
  if (plan.kind !== "trending" || trending === undefined) return undefined
  const left = trending.products.filter(({ seriesId }) => !without.includes(seriesId))
  return { found: left.slice(0, trendingPlan.size) }
}

/** Without a vector the filter alone still finds what the slots named. */
const searchFor = (
  plan: RetrievalPlan,
  { without = [] }: Question,
  vector: ReadonlyArray<number> | undefined,
): Searched => {
  if (plan.kind === "filter") return { by: "filter", ...plan }
  if (plan.kind !== "meaning") return { by: "filter", ...searchedTrending(without) }
  const { filter, size } = plan
  return vector === undefined
    ? { by: "filter", ...trendingPlan, filter, size }
    : { by: "meaning", vector, ...plan }
}

const stepOf = (
  found: Result.Result<ReadonlyArray<ListedProduct>, { readonly reason: string }>,
): Step =>
  Result.match(found, {
    onSuccess: (found) => ({ found }),
    onFailure: ({ reason }) => ({ found: [], code: lateOr("retrieval", reason) }),
  })

/** What is to be found, by a plan or what that says to try where it finds nothing that may be shown. */
interface Wanted {
  readonly question: Question
  readonly steps: ReadonlyArray<RetrievalPlan>
}

/** One by meaning behind one that needs no vector waits until that found nothing. */
const searchedNow = ({ steps }: Wanted): ReadonlyArray<RetrievalPlan> => {
  const meaning = steps.findIndex(({ kind }) => kind === "meaning")
  return meaning > 0 ? steps.slice(0, meaning) : steps
}

/** What the first step found that finds something or cannot be read, else what the last found, and whether that is all. */
const firstOf = (
  found: ReadonlyArray<Step>,
  { question, steps }: Wanted,
  noVector: string | undefined,
): Step & { readonly isLast: boolean } => {
  let last: Step = { found: [] }
  for (const [at, each] of found.entries()) {
    last = each
    const code = each.code ?? (steps[at]?.kind === "meaning" ? noVector : undefined)
    if (code !== undefined) return { ...each, code, isLast: true }
    if (shownOf(each.found, question).length > 0) return { ...each, isLast: true }
  }
  return { ...last, isLast: found.length === steps.length }
}

/** All that can be searched now is searched in one request: a further search costs no round trip. */
const findEach = Effect.fnUntraced(function* (
  wanted: ReadonlyArray<Wanted>,
  input: Reading,
): Effect.fn.Return<ReadonlyArray<Step>, never, BedrockEmbeddings | Models | ProductSearch> {
  if (wanted.length === 0) return []
  const search = yield* ProductSearch
  const vectors = yield* Effect.forEach(
    wanted,
    ({ question, steps: [first] }) =>
      first?.kind === "meaning"
        ? input.embed(meaningText(question))
        : Effect.succeed<Read<ReadonlyArray<number>>>({}),
    { concurrency: "unbounded" },
  )
  const tried = wanted.map((each, at) =>
    searchedNow(each).map(
      (step) =>
        unsearched(step, each.question, input) ??
        searchFor(step, each.question, vectors[at]?.found),
    ),
  )
  const searches = tried.flat().flatMap((each) => ("by" in each ? each : []))
  const { code, found = [] } =
    searches.length === 0
      ? {}
      : yield* staged(
          input.ledger,
          { name: "retrieval", stage: "search" },
          search.all(searches, within(input, deadlines.search)),
        )
  const replies = found.map(stepOf).values()
  const ends = wanted.map((each, at) => {
    const steps = (tried[at] ?? []).map((step): Step =>
      "by" in step ? (replies.next().value ?? { found: [], code }) : step,
    )
    return firstOf(steps, each, vectors[at]?.code)
  })
  const left = wanted.flatMap(({ question, steps }, at) =>
    ends[at]?.isLast === false ? { question, steps: steps.slice(tried[at]?.length) } : [],
  )
  const later = (yield* findEach(left, input)).values()
  return ends.map((end) => (end.isLast ? end : (later.next().value ?? end)))
})

/** What each of them finds, in their order: by its plan, or by what that says to try where it finds nothing to show. */
export const findAll = (
  wanted: ReadonlyArray<{ readonly plan: RetrievalPlan; readonly question: Question }>,
  input: Reading,
) =>
  findEach(
    wanted.map(({ plan, question }) => ({ question, steps: stepsOf(plan) })),
    input,
  )

export const findOrElse = (plan: RetrievalPlan, question: Question, input: Reading) =>
  Effect.map(findAll([{ plan, question }], input), ([step = { found: [] }]) => step)
