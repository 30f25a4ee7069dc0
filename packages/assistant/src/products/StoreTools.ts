/**
 * Read-only queries for programs: products by words, prices and stock by ids, a customer's own orders.
 *
 * They are the reads of a turn, so that a program sees what a customer of the chat sees.
 */
import type { Order } from "@manga-assist/catalogue"
import type { ConnectionError } from "@manga-assist/connections"
import { Ledger } from "@manga-assist/latency-budget"
import type { Locale, ProductCard } from "@manga-assist/protocol"
import { Context, Effect, Layer } from "effect"
import { read } from "../reading/Read.ts"
import { Customers } from "./Customers.ts"
import { toCard } from "./Offer.ts"
import { ProductFacts } from "./ProductFacts.ts"
import { type RetrievalNeeds, retrieve } from "./Retrieve.ts"

export interface Found {
  readonly products: ReadonlyArray<ProductCard>
  /** Codes of what was left out, as a turn's. */
  readonly degraded: ReadonlyArray<string>
}

/** Of one product, from the table that the shop writes. */
export interface PriceAndStock {
  readonly id: string
  readonly title: string
  readonly price: { readonly amount: number; readonly currency: string }
  readonly inStock: boolean
  readonly stock: number
  readonly releaseDate: string
}

/** What a turn has. */
const budgetMs = 2_000
/** Ten times what DynamoDB takes at its 95th percentile (source document), and then some. */
const readMs = 300

export class StoreTools extends Context.Service<
  StoreTools,
  {
    /** Never fails: what is late or broken is left out and named. */
    readonly find: (
      user: string | undefined,
      text: string,
      locale: Locale | undefined,
    ) => Effect.Effect<Found>
    /** Unknown ids are absent. */
    readonly figures: (
      ids: ReadonlyArray<string>,
    ) => Effect.Effect<ReadonlyArray<PriceAndStock>, ConnectionError>
    /** Newest first. */
    readonly orders: (user: string) => Effect.Effect<ReadonlyArray<Order>, ConnectionError>
  }
>()("@manga-assist/assistant/StoreTools") {
  static readonly layer: Layer.Layer<StoreTools, never, RetrievalNeeds> = Layer.effect(
    StoreTools,
    Effect.gen(function* () {
      const services = yield* Effect.context<RetrievalNeeds>()
      const customers = yield* Customers
      const facts = yield* ProductFacts
      const find = Effect.fnUntraced(function* (
        user: string | undefined,
        text: string,
        locale: Locale | undefined,
      ) {
        const question = read(text, locale)
        const customer =
          user === undefined || !question.personal
            ? undefined
            : yield* Effect.orElseSucceed(customers.profile(user, readMs), () => undefined)
        const { degraded, offers } = yield* retrieve({
          question,
          user,
          customer,
          orders: [],
          trending: undefined,
          ledger: new Ledger({ totalMs: budgetMs }),
        })
        return { products: offers.map(toCard), degraded }
      })
      return StoreTools.of({
        find: (user, text, locale) =>
          find(user, text, locale).pipe(Effect.provideContext(services)),
        figures: (ids) =>
          Effect.map(facts.read(ids, readMs), (found) =>
            ids.flatMap((id) => {
              const fact = found.get(id)
              if (fact === undefined) return []
              const { price, releaseDate, stock, title } = fact
              return [
                {
                  id,
                  title,
                  price: { amount: price, currency: "JPY" },
                  inStock: stock > 0,
                  stock,
                  releaseDate,
                },
              ]
            }),
          ),
        orders: (user) => customers.orders(user, readMs),
      })
    }),
  )
}
