/**
 * Searches products in OpenSearch: by filter and sort, or by vector similarity within a filter, where too distant
 * products are dropped. Where the question's `RetrievalPlan` has words, a full-text search of the synopses runs beside it, and both lists are
 * merged by reciprocal rank fusion.
 *
 * Only fields that a prompt or card uses are requested, never the vector. Requests are not compressed: gzip takes 77 µs
 * to shrink a search from 5.4 to 2.4 KB, more than the wire saves.
 */
import { Context, Effect, Layer, Result } from "effect"
import {
  type ConnectionError,
  OpenSearchConnection,
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

type FilterPlan = Extract<RetrievalPlan, { kind: "filter" }>
type MeaningPlan = Extract<RetrievalPlan, { kind: "meaning" }>

export class ProductSearch extends Context.Service<
  ProductSearch,
  {
    readonly byFilter: (
      plan: Pick<FilterPlan, "filter" | "sort" | "size">,
      deadlineMs: number,
    ) => Effect.Effect<ReadonlyArray<ListedProduct>, ConnectionError>
    /** Nearest in meaning, and where the plan says so in words, first; none that is too far in meaning alone. `vector` has as many dimensions as the index, 256. */
    readonly byMeaning: (
      plan: Pick<MeaningPlan, "filter" | "exclude" | "size" | "words">,
      vector: ReadonlyArray<number>,
      deadlineMs: number,
    ) => Effect.Effect<ReadonlyArray<ListedProduct>, ConnectionError>
  }
>()("@manga-assist/assistant/ProductSearch") {
  static readonly layer: Layer.Layer<ProductSearch, never, OpenSearchConnection> = Layer.effect(
    ProductSearch,
    Effect.gen(function* () {
      const connection = yield* OpenSearchConnection
      const day = yield* makeStoreDay
      return ProductSearch.of({
        byFilter: ({ filter, sort, size }, deadlineMs) => {
          const query = { bool: { filter: onDay(filter, day()) } }
          return Effect.map(connection.search(listing({ size, query, sort }), deadlineMs), listed)
        },
        byMeaning: ({ exclude, filter, size, words }, vector, deadlineMs) => {
          const which = { filter: onDay(filter, day()), must_not: onDay(exclude, day()) }
          const knn = { vector: { vector, k: size, filter: { bool: which } } }
          const near = listing({ size, query: { knn } })
          if (words === "") return Effect.map(connection.search(near, deadlineMs), nearEnough)
          const should = synopses.map((field) => ({ match: { [field]: words } }))
          const telling = listing({
            size,
            query: { bool: { ...which, should, minimum_should_match: 1 } },
          })
          // In one request, so the second costs no time.
          return Effect.flatMap(
            connection.searchBoth([near, telling], deadlineMs),
            ([ofAll, byWords]) =>
              Effect.map(Effect.fromResult(ofAll), (hits) =>
                // Nearness alone does where the words fail.
                fused([nearEnough(hits), listed(Result.getOrElse(byWords, () => []))]).slice(
                  0,
                  size,
                ),
              ),
          )
        },
      })
    }),
  )
}
