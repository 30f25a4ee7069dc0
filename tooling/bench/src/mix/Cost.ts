/**
 * Computes the cost of a model's tokens from `prices.json`, which names its source. A model without a price is an
 * error.
 */
import { type TokenUsage } from "@manga-assist/protocol"
import prices from "./prices.json" with { type: "json" }

/** @throws RangeError naming the model that has no price */
export const costOf = (model: string, usage: TokenUsage): number => {
  const price = prices.models.find(({ match }) => model.startsWith(match))
  if (price === undefined) throw new RangeError(`no price of the model ${model}`)
  return (
    (usage.inputTokens * price.input +
      usage.outputTokens * price.output +
      usage.cacheReadTokens * price.cacheRead +
      usage.cacheWriteTokens * price.cacheWrite) /
    prices.perTokens
  )
}

/** Of tokens whose model is not known: at the dearest price, so at most. */
export const costAtMost = (inputTokens: number, outputTokens: number): number => {
  const dearest = (of: (price: (typeof prices.models)[number]) => number) =>
    Math.max(...prices.models.map(of))
  return (
    (inputTokens * dearest(({ input }) => input) + outputTokens * dearest(({ output }) => output)) /
    prices.perTokens
  )
}

export const priceSource = `${prices.currency}: ${prices.source}`
