/** What calls of the chat models cost, by the price list that the apps have too. */
import { Schema } from "effect"
import { readFileSync } from "node:fs"
import { perTurn } from "./Usage.ts"

export const Price = Schema.Number.check(Schema.isFinite(), Schema.isGreaterThanOrEqualTo(0))

const ModelPrices = Schema.Struct({
  perMillionTokens: Schema.Array(
    Schema.Struct({ model: Schema.NonEmptyString, input: Price, output: Price }),
  ),
})
export type ModelPrices = typeof ModelPrices.Type

const decode = Schema.decodeUnknownSync(Schema.fromJsonString(ModelPrices))
const file = new URL("../../../apps/precompute/src/prices.json", import.meta.url)

export const readModelPrices = (): ModelPrices => decode(readFileSync(file, "utf8"))

/** Of as many calls; undefined without a price of the model. */
export const dollarsOfCalls = (
  { perMillionTokens }: ModelPrices,
  id: string,
  calls: number,
): number | undefined => {
  const price = perMillionTokens.find(({ model }) => id.includes(model))
  if (price === undefined) return undefined
  return (calls * (perTurn.inputTokens * price.input + perTurn.outputTokens * price.output)) / 1e6
}
