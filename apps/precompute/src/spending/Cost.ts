/**
 * The cost of tokens by `prices.json`, which names its source. Pure but for reading that file once.
 *
 * A model's price is found by the part of its id that all regions share. A model without a price is reported, not
 * guessed.
 */
import { Schema } from "effect"
import { readFileSync } from "node:fs"
import type { Bought } from "./TokenBudget.ts"

const Prices = Schema.fromJsonString(
  Schema.Struct({
    source: Schema.NonEmptyString,
    asOf: Schema.NonEmptyString,
    currency: Schema.NonEmptyString,
    perMillionTokens: Schema.Array(
      Schema.Struct({
        model: Schema.NonEmptyString,
        input: Schema.Finite,
        output: Schema.Finite,
        cacheRead: Schema.Finite,
        cacheWrite: Schema.Finite,
      }),
    ),
  }),
)
export type Prices = typeof Prices.Type

export const ownPrices = (): Prices =>
  Schema.decodeUnknownSync(Prices)(readFileSync(new URL("../prices.json", import.meta.url), "utf8"))

export interface Cost {
  readonly amount: number
  /** Models that were bought and have no price: their tokens are not in the amount. */
  readonly unpriced: ReadonlyArray<string>
}

export const costOf = (bought: Bought, { perMillionTokens }: Prices): Cost => {
  let amount = 0
  const unpriced: Array<string> = []
  for (const [model, tokens] of Object.entries(bought)) {
    const price = perMillionTokens.find((each) => model.includes(each.model))
    if (price === undefined) {
      unpriced.push(model)
      continue
    }
    amount +=
      (tokens.input * price.input +
        tokens.output * price.output +
        tokens.cacheRead * price.cacheRead +
        tokens.cacheWrite * price.cacheWrite) /
      1_000_000
  }
  return { amount, unpriced }
}
