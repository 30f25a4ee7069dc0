/**
 * Finds products: by filter and sort, or by nearness of a vector inside a filter.
 *
 * Asks only for the fields that a prompt or a card uses, never for the vector. Requests go out as they
 * are: gzip takes 77 µs to make 2.4 KB of a search's 5.4 KB, more than the wire takes for the rest.
 */
import { Context, Effect, Layer } from "effect"
import { type ConnectionError, OpenSearchConnection } from "@manga-assist/connections"
import { type ListedProduct, listedFields, listedProduct } from "./ListedProduct.ts"
import type { RetrievalPlan } from "./RetrievalPlan.ts"

/**
 * Cosine below which a product has nothing to do with a question. Measured over the catalogue with
 * normalised vectors of 256 dimensions: wishes that name a theme of a product lie above 0.26, small
 * talk and themes the store has nothing of below 0.24.
 */
const leastSimilarity = 0.25

/** OpenSearch scores an inner product p >= 0 as 1 + p. */
const leastScore = 1 + leastSimilarity

type FilterPlan = Extract<RetrievalPlan, { kind: "filter" }>
type MeaningPlan = Extract<RetrievalPlan, { kind: "meaning" }>

export class ProductSearch extends Context.Service<
  ProductSearch,
  {
    readonly byFilter: (
      plan: Pick<FilterPlan, "filter" | "sort" | "size">,
      deadlineMs: number,
    ) => Effect.Effect<ReadonlyArray<ListedProduct>, ConnectionError>
    /** Nearest first, none that is too far. `vector` has as many dimensions as the index, 256. */
    readonly byMeaning: (
      plan: Pick<MeaningPlan, "filter" | "exclude" | "size">,
      vector: ReadonlyArray<number>,
      deadlineMs: number,
    ) => Effect.Effect<ReadonlyArray<ListedProduct>, ConnectionError>
  }
>()("@manga-assist/assistant/ProductSearch") {
  static readonly layer: Layer.Layer<ProductSearch, never, OpenSearchConnection> = Layer.effect(
    ProductSearch,
    Effect.gen(function* () {
      const connection = yield* OpenSearchConnection
      const search = (body: Record<string, unknown>, deadlineMs: number, least = 0) =>
        connection
          .search({ track_total_hits: false, _source: listedFields, ...body }, deadlineMs)
          .pipe(
            Effect.map((hits) =>
              hits.flatMap((hit) => {
                if (hit.score !== null && hit.score < least) return []
                const product = listedProduct(hit.source)
                return product === undefined ? [] : [product]
              }),
            ),
          )
      return ProductSearch.of({
        byFilter: ({ filter, sort, size }, deadlineMs) =>
          search({ size, query: { bool: { filter } }, sort }, deadlineMs),
        byMeaning: ({ filter, exclude, size }, vector, deadlineMs) =>
          search(
            {
              size,
              query: {
                knn: {
                  vector: { vector, k: size, filter: { bool: { filter, must_not: exclude } } },
                },
              },
            },
            deadlineMs,
            leastScore,
          ),
      })
    }),
  )
}
