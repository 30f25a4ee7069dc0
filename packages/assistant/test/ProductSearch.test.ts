import { assert, describe, it } from "@effect/vitest"
import { products } from "@manga-assist/catalogue"
import { ConnectionError, OpenSearchConnection, type SearchHit } from "@manga-assist/connections"
import { Effect, Layer, Result } from "effect"
import { ProductSearch } from "../src/products/ProductSearch.ts"

const failed = new ConnectionError({
  service: "opensearch",
  operation: "search",
  reason: "rejected",
  detail: "400",
})
type Hits = Result.Result<ReadonlyArray<SearchHit>, ConnectionError>

const [first, second, third] = products()

const hit = (product: typeof first, score: number): SearchHit => ({
  id: product?.id ?? "",
  score,
  source: { ...product },
})

const find = (words: string, near: Hits, telling: Hits) =>
  Effect.gen(function* () {
    const { all } = yield* ProductSearch
    const search = { by: "meaning", filter: [], exclude: [], size: 2, words, vector: [1] } as const
    const [found] = yield* all([search], 100)
    return found && Result.map(found, (products) => products.map(({ id }) => id))
  }).pipe(
    Effect.provide(ProductSearch.layer),
    Effect.provide(
      Layer.mock(OpenSearchConnection, {
        index: "products",
        search: () => Effect.fromResult(near),
        searchAll: () => Effect.succeed([near, telling]),
      }),
    ),
  )

describe("a search by meaning", () => {
  const near = Result.succeed([hit(first, 1.6), hit(second, 1.3), hit(third, 1.1)])

  const ids = (...found: ReadonlyArray<typeof first>) =>
    Result.succeed(found.map((product) => product?.id ?? ""))

  it.effect("leaves out what is too far", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* find("", near, Result.fail(failed)), ids(first, second))
    }),
  )

  it.effect("puts first what the words find too", () =>
    Effect.gen(function* () {
      const telling = Result.succeed([hit(second, 9), hit(third, 8)])
      assert.deepStrictEqual(yield* find("dragons", near, telling), ids(second, first))
    }),
  )

  it.effect("does by nearness alone where the words fail, and not by words alone", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* find("dragons", near, Result.fail(failed)), ids(first, second))
      assert.deepStrictEqual(yield* find("dragons", Result.fail(failed), near), Result.fail(failed))
    }),
  )

  it.effect("of nothing asks nothing", () =>
    Effect.gen(function* () {
      const { all } = yield* ProductSearch
      assert.deepStrictEqual(yield* all([], 100), [])
    }).pipe(
      Effect.provide(ProductSearch.layer),
      Effect.provide(Layer.mock(OpenSearchConnection, { index: "products" })),
    ),
  )
})
