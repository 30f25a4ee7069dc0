/**
 * Formats an evaluation for a terminal, or as one line of JSON: verdicts by kind and language, share of second looks,
 * first tokens, tokens and money, and the answers that a reader has to judge. Also says beforehand what it will cost.
 * Pure.
 */
import { estimateTokens } from "@manga-assist/payload"
import type { Entry } from "../QuestionList.ts"
import { wilsonInterval } from "../WilsonInterval.ts"
import { costAtMost, costOf, priceSource } from "@manga-assist/bench/mix/Cost"
import { textTable } from "@manga-assist/bench/result/Table"
import type { EvaluatedAnswer } from "./Evaluate.ts"
import type { Verdict } from "./Verdict.ts"

/** Of a turn's prompt without what was said before, tools included, and of an answer. */
const tokensOfPrompt = 4_500
const tokensOfAnswer = 150

const priceOf = (model: string, inputTokens: number, outputTokens: number): number | undefined => {
  try {
    return costOf(model, { inputTokens, outputTokens, cacheReadTokens: 0, cacheWriteTokens: 0 })
  } catch {
    return undefined
  }
}

const dollars = (amount: number | undefined): string =>
  amount === undefined ? "no price is known" : `$${amount.toFixed(2)}`

/** At most: answers from a cache cost nothing, and a prompt cache makes input cheaper. */
export const costText = (
  entries: ReadonlyArray<Entry>,
  samples: number,
  model: string | undefined,
): string => {
  const turns = entries.flatMap(({ turns }) => turns.map(({ ask }, at) => ({ ask, at })))
  const input = turns.reduce(
    (sum, { ask, at }) =>
      sum + tokensOfPrompt + estimateTokens(ask).likely + at * 2 * tokensOfAnswer,
    0,
  )
  const [inputTokens, outputTokens] = [input * samples, turns.length * tokensOfAnswer * samples]
  const price =
    model === undefined
      ? costAtMost(inputTokens, outputTokens)
      : priceOf(model, inputTokens, outputTokens)
  const count = (value: number) => Math.round(value).toLocaleString("en")
  return (
    `${count(turns.length * samples)} questions: about ${count(inputTokens)} input and ` +
    `${count(outputTokens)} output tokens, at most about ${dollars(price)} (${priceSource})`
  )
}

const verdicts: ReadonlyArray<Verdict> = ["right", "wrong", "misled", "unread"]

const percentile = (values: ReadonlyArray<number>, share: number): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1]

export const figuresOf = (answers: ReadonlyArray<EvaluatedAnswer>) => {
  const byModel = answers.filter(({ source }) => source === "model")
  const first = byModel.flatMap(({ firstMs }) => firstMs ?? [])
  const used = answers.flatMap(({ usage }) => usage)
  const sum = (of: (each: (typeof used)[number]["usage"]) => number) =>
    used.reduce((total, { usage }) => total + of(usage), 0)
  const costs = used.map(({ model, usage }) => {
    try {
      return costOf(model, usage)
    } catch {
      return Number.NaN
    }
  })
  const groups = Map.groupBy(answers, ({ kind, language }) => `${kind}, ${language}`)
  const cost = costs.reduce((total, each) => total + each, 0)
  return {
    verdicts: [...groups, ["all", answers] as const].map(([group, all]) => ({
      group,
      of: all.length,
      counts: verdicts.map((verdict) => all.filter((each) => each.verdict === verdict).length),
    })),
    answeredByModel: byModel.length,
    secondLooks: byModel.filter(({ looked }) => looked).length,
    firstTokenMs: { p50: percentile(first, 0.5), p95: percentile(first, 0.95) },
    inputTokens: sum((each) => each.inputTokens + each.cacheReadTokens + each.cacheWriteTokens),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    cost: Number.isNaN(cost) ? undefined : cost,
  }
}

const toRead = ({ answer, asks, id, right = "-", sample, verdict }: EvaluatedAnswer): string =>
  [
    `${id}, sample ${sample}: ${verdict}`,
    ...asks.map((ask) => `  asked:  ${ask}`),
    `  right:  ${right}`,
    `  answer: ${answer.replaceAll(/\s+/gu, " ")}`,
  ].join("\n")

export const evalText = (answers: ReadonlyArray<EvaluatedAnswer>): string => {
  const figures = figuresOf(answers)
  const { answeredByModel, firstTokenMs, secondLooks } = figures
  const ms = (value: number | undefined) => (value === undefined ? "-" : `${Math.round(value)} ms`)
  return [
    textTable([
      ["answers", ...verdicts, "of", "right % of judged", "low", "high"],
      ...figures.verdicts.map(({ counts, group, of }) => {
        const [right = 0, , , unread = 0] = counts
        const judged = of - unread
        const { high, low } = wilsonInterval(right, judged)
        const shares = [judged === 0 ? 0 : right / judged, low, high]
        return [group].concat(
          [...counts, of].map(String),
          shares.map((share) => (share * 100).toFixed(1)),
        )
      }),
    ]),
    "",
    `second looks: ${secondLooks} of ${answeredByModel} answers of the model`,
    `first token: ${ms(firstTokenMs.p50)} in the median, ${ms(firstTokenMs.p95)} at the 95th percentile`,
    `tokens: ${figures.inputTokens} input, ${figures.outputTokens} output; ${dollars(figures.cost)}`,
    "",
    "to be read and judged, and what is judged not to be right:",
    ...answers.filter(({ verdict }) => verdict !== "right").map(toRead),
  ].join("\n")
}
