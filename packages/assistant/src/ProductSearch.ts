/**
 * Finds products: by filter and sort, or by nearness of a vector inside a filter.
 *
 * Asks only for the fields that a prompt or a card uses, never for the vector.
 */
import { Context, Effect, Layer } from "effect"
import { type ConnectionError, OpenSearchConnection } from "@manga-assist/connections"
import { type ListedProduct, listedFields, listedProduct } from "./ListedProduct.ts"
import type { RetrievalPlan } from "./RetrievalPlan.ts"

type FilterPlan = Extract<RetrievalPlan, { kind: "filter" }>
type MeaningPlan = Extract<RetrievalPlan, { kind: "meaning" }>

export class ProductSearch extends Context.Service<
  ProductSearch,
  {
    readonly byFilter: (
      plan: Pick<FilterPlan, "filter" | "sort" | "size">,
      deadlineMs: number,
    ) => Effect.Effect<ReadonlyArray<ListedProduct>, ConnectionError>
    /** `vector` has as many dimensions as the index, 256. */
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
      const search = (body: Record<string, unknown>, deadlineMs: number) =>
        connection
          .search({ track_total_hits: false, _source: listedFields, ...body }, deadlineMs)
          .pipe(
            Effect.map((hits) =>
              hits.flatMap((hit) => {
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
          ),
      })
    }),
  )
}
