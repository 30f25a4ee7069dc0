/**
 * Estimates the tokens of a text, calibrated by the counts that the service bills. Each `observe` gives one pair: a
 * text that was sent, and the tokens billed for it.
 *
 * Latin text and Japanese or Chinese text have one factor each, fitted to the pairs, newest weighted most. An estimate
 * has a likely value and bounds, `least` and `most`; the bounds narrow as the fit misses the pairs by less. Below
 * eight pairs the estimates are those of `estimateTokens`.
 */
import { estimateTokens, scriptTokens, type TokenEstimate } from "./EstimateTokens.ts"

export interface TokenCalibration {
  /**
   * What was sent, in any number of texts, and what was billed for it: input tokens, those read from and written to the
   * prompt cache included.
   */
  readonly observe: (text: string, billedTokens: number) => void
  readonly estimate: (text: string) => TokenEstimate
  /** Of one unit of the estimate; 1 and 1 before anything was observed. */
  readonly factors: () => { readonly letters: number; readonly han: number; readonly pairs: number }
}

/** An observation counts half after so many more. */
const halfLife = 200
const forget = 2 ** (-1 / halfLife)
/** How many pairs the first fit is worth, so that the first ones do not turn it around. */
const trust = 0.5
const leastPairs = 8
/** Bounds hold what was missed, three times over; a tokenizer is never known better than that. */
const deviations = 3
const leastSpread = 0.02
/** What is billed on a fixed text beside it, or a count of something else, must not lead away. */
const sane = { least: 0.3, most: 3 }

export const makeTokenCalibration = (): TokenCalibration => {
  // Weighted least squares for two factors: sums of products, each pair divided by its size.
  let [aa, ab, bb] = [trust, 0, trust]
  let [ay, by] = [trust, trust]
  let missed = 0
  let weight = 0
  let pairs = 0

  const factors = () => {
    const determinant = aa * bb - ab * ab
    const clamp = (value: number) => Math.min(sane.most, Math.max(sane.least, value))
    return {
      letters: clamp((ay * bb - by * ab) / determinant),
      han: clamp((by * aa - ay * ab) / determinant),
      pairs,
    }
  }

  const likelyOf = (text: string): number => {
    const { han, letters } = scriptTokens(text)
    const by = factors()
    return by.letters * letters + by.han * han
  }

  return {
    observe: (text, billedTokens) => {
      const { han, letters } = scriptTokens(text)
      const size = letters + han
      const ratio = billedTokens / size
      if (!(ratio > sane.least && ratio < sane.most)) return
      // What this pair would have been missed by, before it is learnt from.
      const miss = Math.log(billedTokens / likelyOf(text))
      missed = missed * forget + miss * miss
      weight = weight * forget + 1
      const [a, b] = [letters / size, han / size]
      aa = aa * forget + a * a
      ab = ab * forget + a * b
      bb = bb * forget + b * b
      ay = ay * forget + a * ratio
      by = by * forget + b * ratio
      // The first fit goes with time as well, and never quite.
      aa += trust * (1 - forget)
      bb += trust * (1 - forget)
      ay += trust * (1 - forget)
      by += trust * (1 - forget)
      pairs += 1
    },
    estimate: (text) => {
      if (pairs < leastPairs) return estimateTokens(text)
      const likely = likelyOf(text)
      const spread = deviations * Math.max(leastSpread, Math.sqrt(missed / weight))
      return {
        least: Math.floor(likely * Math.exp(-spread)),
        likely: Math.round(likely),
        most: Math.ceil(likely * Math.exp(spread)),
      }
    },
    factors,
  }
}
