/**
 * Sums the tokens and money of simulated traffic: those of customers' turns, and those of everything else (worker,
 * summaries, embeddings, abandoned turns) as an upper bound.
 */
import { type Figure, figure } from "../measure/Figure.ts"
import { costAtMost, costOf, priceSource } from "./Cost.ts"
import type { Turn } from "./Play.ts"

/** As the emulated model counted them, everybody's. */
export interface ModelTokens {
  readonly input: number
  readonly output: number
}

export const spending = (turns: ReadonlyArray<Turn>, all: ModelTokens): ReadonlyArray<Figure> => {
  const bought = turns.flatMap(({ end }) =>
    end?.usage === undefined || end.model === undefined
      ? []
      : [{ model: end.model, usage: end.usage }],
  )
  const sum = (of: (each: (typeof bought)[number]) => number) =>
    bought.reduce((total, each) => total + of(each), 0)
  const input = sum(
    ({ usage }) => usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens,
  )
  const output = sum(({ usage }) => usage.outputTokens)
  const cost = sum(({ model, usage }) => costOf(model, usage))
  const others = { input: Math.max(0, all.input - input), output: Math.max(0, all.output - output) }
  const notes = {
    turns: priceSource,
    others:
      "the worker's renewals, summaries, embeddings and turns that were left; at the dearest price, so at most",
  }
  const tokensOf = (what: string, count: number) =>
    figure(`tokens of 1,000 questions: ${what}`, "tokens", [(count * 1_000) / turns.length])
  const costOfAll = (what: string, dollars: number, questions: number, note: string) =>
    figure(`cost of 1,000 questions: ${what}`, "USD", [(dollars * 1_000) / questions], { note })
  const dearest = costAtMost(others.input, others.output)
  const fresh = Math.max(1, bought.length)
  return [
    tokensOf("input of turns", input),
    tokensOf("output of turns", output),
    tokensOf("input of all else", others.input),
    tokensOf("output of all else", others.output),
    costOfAll("turns", cost, turns.length, notes.turns),
    costOfAll("all else, at most", dearest, turns.length, notes.others),
    costOfAll("if each had been a fresh call", cost, fresh, "the mean of those that were"),
  ]
}
