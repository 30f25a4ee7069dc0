/** Tokens and money of a mix: what customers' turns bought, and all else that the model was asked for. */
import { type Figure, figure } from "../Figure.ts"
import { costAtMost, costOf, priceSource } from "./Cost.ts"
import type { Turn } from "./Play.ts"

/** As the emulated model counted them, everybody's. */
export interface ModelTokens {
  readonly input: number
  readonly output: number
}

const per1000 = (value: number, turns: ReadonlyArray<Turn>) => (value * 1_000) / turns.length

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
  return [
    figure("tokens of 1,000 questions: input of turns", "tokens", [per1000(input, turns)]),
    figure("tokens of 1,000 questions: output of turns", "tokens", [per1000(output, turns)]),
    figure("tokens of 1,000 questions: input of all else", "tokens", [
      per1000(others.input, turns),
    ]),
    figure("tokens of 1,000 questions: output of all else", "tokens", [
      per1000(others.output, turns),
    ]),
    figure("cost of 1,000 questions: turns", "USD", [per1000(cost, turns)], { note: notes.turns }),
    figure(
      "cost of 1,000 questions: all else, at most",
      "USD",
      [per1000(costAtMost(others.input, others.output), turns)],
      { note: notes.others },
    ),
    figure(
      "cost of 1,000 questions: if each had been a fresh call",
      "USD",
      [bought.length === 0 ? 0 : (1_000 * cost) / bought.length],
      { note: "the mean of those that were" },
    ),
  ]
}
