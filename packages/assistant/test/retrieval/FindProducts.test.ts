/** A plan and what it says to try where it finds nothing: which searches are made, how they are put, and what is taken. */
import { assert, describe, it } from "@effect/vitest"
import { products } from "@manga-assist/catalogue"
import { BedrockEmbeddings, ConnectionError } from "@manga-assist/connections"
import { Ledger } from "@manga-assist/latency-budget"
import { Effect, Layer, Result } from "effect"
import { Models } from "../../src/model/Models.ts"
import { type ListedProduct, listedProduct } from "../../src/products/ListedProduct.ts"
import { ProductSearch } from "../../src/products/ProductSearch.ts"
import { type RetrievalPlan, term } from "../../src/products/RetrievalPlan.ts"
import { findAll, type Reading } from "../../src/retrieval/FindProducts.ts"
import { readForAll } from "../../src/retrieval/WhatToRead.ts"
import { read } from "../demoShop.ts"

const [one, other] = products().flatMap((product) => listedProduct(product) ?? [])
assert(one !== undefined && other !== undefined)

const failed = new ConnectionError({
  service: "opensearch",
  operation: "search",
  reason: "rejected",
  detail: "400",
})

const filter = (genre: string, otherwise?: RetrievalPlan): RetrievalPlan => ({
  kind: "filter",
  filter: [term("genres", genre)],
  sort: [{ id: "asc" }],
  size: 5,
  ids: [],
  ...(otherwise === undefined ? {} : { otherwise }),
})
const meaning = (genre: string, otherwise?: RetrievalPlan): RetrievalPlan => ({
  kind: "meaning",
  words: "",
  filter: [term("genres", genre)],
  exclude: [],
  size: 5,
  ...(otherwise === undefined ? {} : { otherwise }),
})

type Tail<A extends ReadonlyArray<unknown>> = A extends readonly [unknown, ...infer B] ? B : never
type Found = Result.Result<ReadonlyArray<ListedProduct>, ConnectionError>

const findThem = (
  plans: ReadonlyArray<RetrievalPlan>,
  found: (genre: string) => Found,
  given: { readonly trending?: Reading["trending"]; readonly embeds?: boolean } = {},
) => {
  const asked: Array<ReadonlyArray<string>> = []
  const question = read("Who wrote Monster?")
  const input: Reading = {
    ...readForAll(question),
    user: undefined,
    customer: undefined,
    orders: undefined,
    trending: given.trending,
    ledger: new Ledger({ totalMs: 2_000 }),
    embed: () =>
      Effect.succeed(given.embeds === false ? { code: "embedding-late" } : { found: [1] }),
  }
  const search = Layer.mock(ProductSearch, {
    all: (searches) =>
      Effect.sync(() => {
        const genreOf = (clauses: unknown) => /"genres":"(\w+)"/u.exec(JSON.stringify(clauses))?.[1]
        const genres = searches.map(({ filter }) => genreOf(filter) ?? "trending")
        asked.push(searches.map(({ by }, at) => `${by} ${genres[at]}`))
        return genres.map(found)
      }),
  })
  const services = Layer.mergeAll(search, Layer.mock(BedrockEmbeddings, {}), Models.layer)
  return Effect.provide(
    Effect.map(
      findAll(
        plans.map((plan) => ({ plan, question })),
        input,
      ),
      (steps) => ({
        asked,
        ends: steps.map(({ code, found }) => ({
          ids: found.map(({ id }) => id),
          ...(code === undefined ? {} : { code }),
        })),
      }),
    ),
    services,
  )
}

const find = (plan: RetrievalPlan, ...rest: Tail<Parameters<typeof findThem>>) =>
  Effect.map(findThem([plan], ...rest), ({ asked, ends: [end] }) => ({ ...end, asked }))

const only = (genre: string) => (asked: string) => Result.succeed(asked === genre ? [one] : [])
const steps = meaning("horror", filter("food", { kind: "trending" }))

describe("what a plan says to try", () => {
  it.effect.each([
    ["horror", [one.id]],
    ["food", [one.id]],
    ["trending", [one.id]],
    ["nothing", []],
  ] as const)("is searched beside it: %s has some", ([genre, ids]) =>
    Effect.gen(function* () {
      const asked = [["meaning horror", "filter food", "filter trending"]]
      assert.deepStrictEqual(yield* find(steps, only(genre)), { ids: [...ids], asked })
    }),
  )

  it.effect("is not searched where it is at hand", () =>
    Effect.gen(function* () {
      const trending = { products: [other], since: undefined }
      assert.deepStrictEqual(yield* find(steps, only("nothing"), { trending }), {
        ids: [other.id],
        asked: [["meaning horror", "filter food"]],
      })
    }),
  )

  it.effect("waits for no vector before what needs none", () =>
    Effect.gen(function* () {
      const plan = filter("food", meaning("horror", filter("comedy")))
      assert.deepStrictEqual(yield* find(plan, only("food")), {
        ids: [one.id],
        asked: [["filter food"]],
      })
      assert.deepStrictEqual(yield* find(plan, only("comedy")), {
        ids: [one.id],
        asked: [["filter food"], ["meaning horror", "filter comedy"]],
      })
    }),
  )

  it.effect("does not stand in for what could not be searched", () =>
    Effect.gen(function* () {
      const found = (genre: string): Found =>
        genre === "horror" ? Result.fail(failed) : Result.succeed([one])
      const { code, ids } = yield* find(steps, found)
      assert.deepStrictEqual({ code, ids }, { code: "retrieval-failed", ids: [] })
    }),
  )

  it.effect("without a vector is found by the filter alone, and said to be", () =>
    Effect.gen(function* () {
      const asked = [["filter horror", "filter food", "filter trending"]]
      assert.deepStrictEqual(yield* find(steps, only("horror"), { embeds: false }), {
        ids: [one.id],
        asked,
        code: "embedding-late",
      })
    }),
  )

  it.effect("ends after three", () =>
    Effect.gen(function* () {
      const long = filter("a", filter("b", filter("c", filter("d"))))
      assert.deepStrictEqual(yield* find(long, only("d")), {
        ids: [],
        asked: [["filter a", "filter b", "filter c"]],
      })
    }),
  )
})

describe("several plans", () => {
  const plans = [meaning("horror"), filter("food", meaning("comedy")), filter("drama")]

  it.effect(
    "are searched in one request, and in another what those say to try that found nothing",
    () =>
      Effect.gen(function* () {
        const first = ["meaning horror", "filter food", "filter drama"]
        assert.deepStrictEqual(yield* findThem(plans, only("drama")), {
          asked: [first, ["meaning comedy"]],
          ends: [{ ids: [] }, { ids: [] }, { ids: [one.id] }],
        })
        assert.deepStrictEqual(yield* findThem(plans, only("comedy")), {
          asked: [first, ["meaning comedy"]],
          ends: [{ ids: [] }, { ids: [one.id] }, { ids: [] }],
        })
        assert.deepStrictEqual((yield* findThem(plans, only("food"))).asked, [first])
      }),
  )

  it.effect("each tell what they could not read", () =>
    Effect.gen(function* () {
      const found = (genre: string): Found =>
        genre === "drama" ? Result.fail(failed) : only("food")(genre)
      assert.deepStrictEqual((yield* findThem(plans, found, { embeds: false })).ends, [
        { ids: [], code: "embedding-late" },
        { ids: [one.id] },
        { ids: [], code: "retrieval-failed" },
      ])
    }),
  )
})
