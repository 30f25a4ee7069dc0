/** A product that search still finds and the table has no more, beside one that is merely not read. */
import { assert, describe, it } from "@effect/vitest"
import { ConnectionError } from "@manga-assist/connections"
import { Ledger } from "@manga-assist/latency-budget"
import { Effect } from "effect"
import { ProductFacts } from "../src/products/ProductFacts.ts"
import { retrieve } from "../src/retrieval/Retrieve.ts"
import { readForAll } from "../src/retrieval/WhatToRead.ts"
import { read } from "./demoShop.ts"
import { scriptedStore } from "./scriptedStore.ts"

const retrieved = retrieve({
  ...readForAll(read("Show me historical manga")),
  user: undefined,
  customer: undefined,
  orders: undefined,
  trending: undefined,
  ledger: new Ledger({ totalMs: 2_000 }),
}).pipe(
  Effect.map(({ degraded, offers }) => ({
    degraded,
    ids: offers.map(({ product }) => product.id),
  })),
)

const withFacts = (change: (facts: ProductFacts["Service"]) => ProductFacts["Service"]["read"]) =>
  Effect.flatMap(ProductFacts, (facts) =>
    retrieved.pipe(Effect.provideService(ProductFacts, { read: change(facts) })),
  )

describe("a product without a row in the table", () => {
  it.effect("is not offered, whatever the index says of it", () =>
    Effect.gen(function* () {
      const { ids } = yield* retrieved
      assert.include(ids, "vinland-saga")
      const withdrawn = yield* withFacts(
        (facts) => (asked, deadlineMs) =>
          facts.read(
            asked.filter((id) => id !== "vinland-saga"),
            deadlineMs,
          ),
      )
      assert.deepStrictEqual(withdrawn, {
        degraded: [],
        ids: ids.filter((id) => id !== "vinland-saga"),
      })
    }).pipe(Effect.provide(scriptedStore().layer)),
  )

  it.effect("is offered as the index has it while the table cannot be read", () =>
    Effect.gen(function* () {
      const { ids } = yield* retrieved
      const throttled = new ConnectionError({
        service: "dynamodb",
        operation: "BatchGetItem",
        reason: "throttled",
        detail: "1 of 3 keys were not read",
      })
      const unread = yield* withFacts(() => () => Effect.fail(throttled))
      assert.deepStrictEqual(unread, { degraded: ["facts-failed"], ids })
    }).pipe(Effect.provide(scriptedStore().layer)),
  )
})
