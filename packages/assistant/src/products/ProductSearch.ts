/**
 * Searches products in OpenSearch: by filter and sort, or by vector similarity within a filter, where too distant
 * products are dropped. Where the question's `RetrievalPlan` has words, a full-text search of the synopses runs beside it, and both lists are
 * merged by reciprocal rank fusion. Searches that go together are one request.
 *
 * Only fields that a prompt or card uses are requested, never the vector. Requests are not compressed: gzip takes 77 µs
 * to shrink a search from 5.4 to 2.4 KB, more than the wire saves.
 */
import { Context, Effect, Layer, Result } from "effect"
import {
  type ConnectionError,
  OpenSearchConnection,
  type SearchBody,
  type SearchHit,
} from "@manga-assist/connections"
import { type ListedProduct, listedFields, listedProduct } from "./ListedProduct.ts"
import { makeStoreDay } from "../model/StoreClock.ts"
import { onDay, type RetrievalPlan } from "./RetrievalPlan.ts"

/**
 * Cosine below which a product has nothing to do with a question. Measured over the catalogue with
 * normalised vectors of 256 dimensions: wishes that name a theme of a product lie above 0.26, small
 * talk and themes the store has nothing of below 0.24.
 */
const leastSimilarity = 0.25

/** OpenSearch scores an inner product p >= 0 as 1 + p. */
const leastScore = 1 + leastSimilarity

const synopses = ["synopsis", "synopsisJapanese"]

/** Of reciprocal rank fusion; its authors' number (Cormack, Clarke and Büttcher 2009). */
const rankOffset = 60

/** One list of several, by the sum of `1 / (60 + rank)`: what more than one list has high comes first. */
const fused = (
  lists: ReadonlyArray<ReadonlyArray<ListedProduct>>,
): ReadonlyArray<ListedProduct> => {
  const scores = new Map<string, { readonly product: ListedProduct; score: number }>()
  for (const list of lists) {
    list.forEach((product, rank) => {
      const known = scores.get(product.id) ?? { product, score: 0 }
      known.score += 1 / (rankOffset + rank + 1)
      scores.set(product.id, known)
    })
  }
  return [...scores.values()].toSorted((a, b) => b.score - a.score).map(({ product }) => product)
}

const listing = (body: Record<string, unknown>) => ({
  track_total_hits: false,
  _source: listedFields,
  ...body,
})

const listed = (hits: ReadonlyArray<SearchHit>): ReadonlyArray<ListedProduct> =>
  hits.flatMap(({ source }) => listedProduct(source) ?? [])

const nearEnough = (hits: ReadonlyArray<SearchHit>): ReadonlyArray<ListedProduct> =>
  listed(hits.filter(({ score }) => score === null || score >= leastScore))

type FilterPlan = Pick<Extract<RetrievalPlan, { kind: "filter" }>, "filter" | "sort" | "size">
type MeaningPlan = Pick<
  Extract<RetrievalPlan, { kind: "meaning" }>,
  "filter" | "exclude" | "size" | "words"
>
type Found = Result.Result<ReadonlyArray<ListedProduct>, ConnectionError>
type Hits = Result.Result<ReadonlyArray<SearchHit>, ConnectionError>

/** Searches of the index, and what their hits, in their order, say. */
interface Search {
  readonly bodies: ReadonlyArray<SearchBody>
  readonly read: (hits: ReadonlyArray<Hits>) => Found
}

/** `vector`: as many dimensions as the index has, 256. */
export type Searched =
  | ({ readonly by: "filter" } & FilterPlan)
  | ({ readonly by: "meaning"; readonly vector: ReadonlyArray<number> } & MeaningPlan)

export class ProductSearch extends Context.Service<
  ProductSearch,
  {
    readonly byFilter: (
      plan: FilterPlan,
      deadlineMs: number,
    ) => Effect.Effect<ReadonlyArray<ListedProduct>, ConnectionError>
    /**
     * All in one request: what each finds, in their order. Fails where the request as a whole does. By meaning: what is
     * nearest, and what the words find too, first; nothing that is too far in meaning alone.
     */
    readonly all: (
      searches: ReadonlyArray<Searched>,
      deadlineMs: number,
    ) => Effect.Effect<ReadonlyArray<Found>, ConnectionError>
  }
>()("@manga-assist/assistant/ProductSearch") {
  static readonly layer: Layer.Layer<ProductSearch, never, OpenSearchConnection> = Layer.effect(
    ProductSearch,
    Effect.gen(function* () {
      const connection = yield* OpenSearchConnection
      const day = yield* makeStoreDay
      const hitsOf = (
        bodies: ReadonlyArray<SearchBody>,
        deadlineMs: number,
      ): Effect.Effect<ReadonlyArray<Hits>, ConnectionError> => {
        const [first, ...more] = bodies
        if (first === undefined) return Effect.succeed([])
        return more.length === 0
          ? Effect.map(connection.search(first, deadlineMs), (hits) => [Result.succeed(hits)])
          : connection.searchAll(bodies, deadlineMs)
      }
      const all = (planned: ReadonlyArray<Searched>, deadlineMs: number) => {
        const searches = planned.map((each) => searchOf(each, day()))
        const bodies = searches.flatMap((each) => each.bodies)
        return Effect.map(hitsOf(bodies, deadlineMs), (hits): ReadonlyArray<Found> => {
          let next = 0
          return searches.map(({ bodies, read }) => read(hits.slice(next, (next += bodies.length))))
        })
      }
      return ProductSearch.of({
        all,
        byFilter: (plan, deadlineMs) =>
          Effect.flatMap(
            all([{ by: "filter", ...plan }], deadlineMs),
            ([found = Result.succeed([])]) => Effect.fromResult(found),
          ),
      })
    }),
  )
}

const none: Hits = Result.succeed([])

/** `today`: an ISO date. */
const searchOf = (search: Searched, today: string): Search => {
  const { filter, size } = search
  if (search.by === "filter") {
    const query = { bool: { filter: onDay(filter, today) } }
    return {
      bodies: [listing({ size, query, sort: search.sort })],
      read: ([hits = none]) => Result.map(hits, listed),
    }
  }
  const { exclude, vector, words } = search
  const which = { filter: onDay(filter, today), must_not: onDay(exclude, today) }
  const knn = { vector: { vector, k: size, filter: { bool: which } } }
  const near = listing({ size, query: { knn } })
  if (words === "") {
    return { bodies: [near], read: ([hits = none]) => Result.map(hits, nearEnough) }
  }
  const should = synopses.map((field) => ({ match: { [field]: words } }))
  const query = { bool: { ...which, should, minimum_should_match: 1 } }
  return {
    bodies: [near, listing({ size, query })],
    // Nearness alone does where the words fail.
    read: ([hits = none, telling = none]) =>
      Result.map(hits, (hits) =>
        fused([nearEnough(hits), listed(Result.getOrElse(telling, () => []))]).slice(0, size),
      ),
  }
}
