/**
 * The cost of a turn's tokens and the savings by caches, by the price list of the precompute app (`prices.json`).
 * Absent while tokens or prices are unknown: it never guesses.
 */
import type { TurnEvent } from "@manga-assist/assistant"
import type { TokenUsage, TurnCost } from "@manga-assist/protocol"
import { costOf, ownPrices } from "precompute/Cost"

type TurnEnd = Extract<TurnEvent, { readonly type: "turn-end" }>["end"]

const prices = ownPrices()

const priceOf = (model: string, usage: TokenUsage): number | undefined => {
  const { amount, unpriced } = costOf(
    {
      [model]: {
        input: usage.inputTokens,
        output: usage.outputTokens,
        cacheRead: usage.cacheReadTokens,
        cacheWrite: usage.cacheWriteTokens,
      },
    },
    prices,
  )
  return unpriced.length > 0 ? undefined : amount
}

/** The same tokens as if no prompt were ever kept. */
const withoutPromptCache = ({
  cacheReadTokens,
  cacheWriteTokens,
  inputTokens,
  outputTokens,
}: TokenUsage): TokenUsage => ({
  inputTokens: inputTokens + cacheReadTokens + cacheWriteTokens,
  outputTokens,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
})

/** In billionths, so that no digit of it is one of floating point. */
const exact = (amount: number): number => Math.round(amount * 1e9) / 1e9

/** A kept answer cost nothing this time; what it cost once is what it saved. */
const costOfHit = (model: string, saved: TokenUsage | undefined): TurnCost | undefined => {
  const { currency } = prices
  if (saved === undefined) return { currency, amount: 0 }
  const price = priceOf(model, withoutPromptCache(saved))
  return price === undefined ? undefined : { currency, amount: 0, saved: exact(price) }
}

export const turnCost = (
  end: Pick<TurnEnd, "model" | "savedUsage" | "source" | "timeline" | "usage">,
): TurnCost | undefined => {
  const { model, savedUsage, source, timeline, usage } = end
  if (model === undefined) return undefined
  if (source !== "model") {
    // A call that was given up took tokens that nobody told.
    const isCalled = timeline.some(({ stage }) => stage.startsWith("model"))
    return isCalled ? undefined : costOfHit(model, savedUsage)
  }
  const amount = usage === undefined ? undefined : priceOf(model, usage)
  const full = usage === undefined ? undefined : priceOf(model, withoutPromptCache(usage))
  if (amount === undefined || full === undefined) return undefined
  // The first prompt of its kind pays for what later ones save.
  return {
    currency: prices.currency,
    amount: exact(amount),
    saved: exact(Math.max(0, full - amount)),
  }
}
