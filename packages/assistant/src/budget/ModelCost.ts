/**
 * What a call of a model costs, before it begins (at most) and after it ended, in each unit that a budget counts in.
 * Pure.
 */
import type { ConverseUsage } from "@manga-assist/connections"

/** Dollars for a million tokens, which is millionths of a dollar for one. */
export interface TokenPrice {
  /** The part of a model's id that all regions share. */
  readonly model: string
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite: number
}

export interface Cost {
  /** Of every kind. */
  readonly tokens: number
  /** Millionths of a dollar. */
  readonly money: number
  /** Tokens as Bedrock counts them against a model's quota for a minute. */
  readonly quota: number
}

export const nothing: Cost = { tokens: 0, money: 0, quota: 0 }

export const together = (a: Cost, b: Cost): Cost => ({
  tokens: a.tokens + b.tokens,
  money: a.money + b.money,
  quota: a.quota + b.quota,
})

/**
 * Bedrock counts an answer's tokens five times against the quota, and no token that was read from the prompt cache:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/quotas-token-burndown.html
 */
const outputWeight = 5

export const priceOf = (name: string, prices: ReadonlyArray<TokenPrice>): TokenPrice | undefined =>
  prices.find(({ model }) => name.includes(model))

/** The price of a tier that costs so much of the standard one. */
export const priceAt = (
  share: number,
  { cacheRead, cacheWrite, input, model, output }: TokenPrice,
): TokenPrice => ({
  model,
  input: input * share,
  output: output * share,
  cacheRead: cacheRead * share,
  cacheWrite: cacheWrite * share,
})

/** Before the call. Bedrock, too, takes the whole `maxTokens` off the quota until the answer has ended. */
export const mostCost = (
  inputTokens: number,
  maxTokens: number,
  price: TokenPrice | undefined,
): Cost => ({
  tokens: inputTokens + maxTokens,
  money:
    price === undefined
      ? 0
      : Math.ceil(inputTokens * Math.max(price.input, price.cacheWrite) + maxTokens * price.output),
  quota: inputTokens + maxTokens,
})

export const costOfUsage = (usage: ConverseUsage, price: TokenPrice | undefined): Cost => {
  const { cacheReadTokens, cacheWriteTokens, inputTokens, outputTokens } = usage
  return {
    tokens: inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens,
    money:
      price === undefined
        ? 0
        : Math.ceil(
            inputTokens * price.input +
              outputTokens * price.output +
              cacheReadTokens * price.cacheRead +
              cacheWriteTokens * price.cacheWrite,
          ),
    quota: inputTokens + cacheWriteTokens + outputWeight * outputTokens,
  }
}
