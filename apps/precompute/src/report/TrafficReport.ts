/**
 * Compares measured traffic with the table of traffic in the source document: what is asked, how often, what a cache
 * hit saves, how much of the demand is answered ahead, and at what cost. Pure. (Source document: "Latency Reduction
 * Techniques for FM Systems", whose claims this project tests.)
 */
import { costOf, type Prices } from "../spending/Cost.ts"
import type { Measurement, Sources } from "../spending/Measured.ts"
import type { Bought } from "../spending/Purchases.ts"
import { isServed } from "../questions/RefreshList.ts"
import type { Schedule } from "../schedule/Schedule.ts"
import type { Plan } from "../worker/Worker.ts"

interface ExpectedRow {
  /** As `QuestionCounts` counts it. */
  readonly pattern: string
  readonly question: string
  readonly share: number
  readonly savesMs: number
}

/** The source document's figures; a hit is taken for certain there. */
const expected: ReadonlyArray<ExpectedRow> = [
  { pattern: "trending", question: "trending, popular this week", share: 0.22, savesMs: 900 },
  { pattern: "new-releases", question: "new releases", share: 0.15, savesMs: 900 },
  { pattern: "genre", question: "genre browsing", share: 0.12, savesMs: 700 },
  { pattern: "title", question: "specific title", share: 0.08, savesMs: 500 },
  { pattern: "other", question: "custom, unique", share: 0.43, savesMs: 0 },
]
const expectedAhead = { share: 0.57, savesMs: 750 }

export type TrafficReport = ReturnType<typeof trafficReport>
export type TrafficRow = ReturnType<typeof rowOf>

const cachedSources: ReadonlySet<string> = new Set(["precomputed", "exact", "canonical", "alias"])
const isCached = (source: string) => cachedSources.has(source)

const sumOf = (sources: Sources, of: (source: string) => boolean) => {
  let count = 0
  let ms = 0
  for (const [source, each] of Object.entries(sources)) {
    if (!of(source)) continue
    count += each.asked
    ms += each.ms
  }
  return { count, ms, mean: count === 0 ? undefined : ms / count }
}

const rowOf = (row: ExpectedRow, measurement: Measurement | undefined) => {
  const { pattern, question, savesMs, share } = row
  const told = { pattern, question, expected: { share, savesMs } }
  if (measurement === undefined) return { ...told, measured: undefined }
  const sources = measurement.patterns[pattern] ?? {}
  const everything = Object.values(measurement.patterns).reduce(
    (sum, each) => sum + sumOf(each, () => true).count,
    0,
  )
  const { count } = sumOf(sources, () => true)
  const ahead = sumOf(sources, (source) => source === "precomputed")
  const cached = sumOf(sources, isCached)
  const model = sumOf(sources, (source) => source === "model")
  return {
    ...told,
    measured: {
      asked: count,
      /** Of all questions. */
      share: everything === 0 ? 0 : count / everything,
      // Of those asked, answered from the cache: by what the worker wrote, and by whatever was there.
      precomputed: count === 0 ? 0 : ahead.count / count,
      cached: count === 0 ? 0 : cached.count / count,
      /** Mean milliseconds to the first content; undefined where none was counted. */
      cachedMs: cached.mean,
      modelMs: model.mean,
      /** The model's less the cache's; undefined while one is. */
      savesMs:
        model.mean === undefined || cached.mean === undefined
          ? undefined
          : model.mean - cached.mean,
    },
  }
}

/** All questions together; `share`: answered ahead, or from the cache at all. */
const aheadOf = (rows: ReadonlyArray<TrafficRow>) => {
  let [asked, precomputed, cached, hits, saved] = [0, 0, 0, 0, 0]
  for (const { measured } of rows) {
    if (measured === undefined) continue
    asked += measured.asked
    precomputed += measured.precomputed * measured.asked
    cached += measured.cached * measured.asked
    if (measured.savesMs === undefined) continue
    hits += measured.cached * measured.asked
    saved += measured.savesMs * measured.cached * measured.asked
  }
  if (asked === 0) return { expected: expectedAhead, measured: undefined }
  return {
    expected: expectedAhead,
    measured: {
      asked,
      precomputed: precomputed / asked,
      cached: cached / asked,
      /** A hit's, over the patterns of which both sides were counted. */
      savesMs: hits === 0 ? undefined : saved / hits,
    },
  }
}

/** Declared patterns and mined questions: how many entries are served now. */
const entriesByPattern = (plan: Plan) => {
  const counts: Record<string, { entries: number; fresh: number }> = {}
  for (const { due, entry } of plan.entries) {
    const count = (counts[entry.pattern] ??= { entries: 0, fresh: 0 })
    count.entries += 1
    if (isServed(due)) count.fresh += 1
  }
  return counts
}

const coverageOf = (plan: Plan) => {
  let [all, served, asked, answered, questions] = [0, 0, 0, 0, 0]
  for (const { due, entry } of plan.entries) {
    const share = isServed(due) ? 1 : 0
    all += entry.perHour
    served += share * entry.perHour
    if (entry.demandedPerHour === undefined) continue
    questions += 1
    asked += entry.demandedPerHour
    answered += share * entry.demandedPerHour
  }
  return {
    /** Of the questions an hour that the schedule expects, those whose answer is fresh now; 0 to 1. */
    expected: all === 0 ? 0 : served / all,
    /** The same of the most asked questions as counted; undefined while none is. */
    demand: asked === 0 ? undefined : { questions, perHour: asked, served: answered / asked },
  }
}

export interface Spending {
  readonly tokens: { readonly hour: number; readonly day: number }
  readonly bought: { readonly hour: Bought; readonly day: Bought }
  readonly prices: Prices
}

export const trafficReport = (
  schedule: Schedule,
  plan: Plan,
  measurement: Measurement | undefined,
  { bought, prices, tokens }: Spending,
) => {
  const rows = expected.map((row) => rowOf(row, measurement))
  const day = costOf(bought.day, prices)
  const coverage = coverageOf(plan)
  return {
    hours: measurement?.hours ?? 0,
    rows,
    ahead: aheadOf(rows),
    entries: entriesByPattern(plan),
    coverage,
    tokens: { ...tokens, capPerHour: schedule.tokensPerHour },
    cost: {
      currency: prices.currency,
      hour: costOf(bought.hour, prices).amount,
      day: day.amount,
      bought: bought.day,
      prices: `${prices.source}, as of ${prices.asOf}`,
    },
    notMeasured: [
      ...missingOf(rows, measurement),
      ...(coverage.demand === undefined
        ? ["coverage of demand: no question was asked in three sessions yet"]
        : []),
      ...day.unpriced.map((model) => `cost of ${model}: it has no price in prices.json`),
      ...(plan.unreadable > 0 ? [`${plan.unreadable} entries could not be read`] : []),
    ],
  }
}

const missingOf = (
  rows: ReadonlyArray<TrafficRow>,
  measurement: Measurement | undefined,
): ReadonlyArray<string> => {
  if (measurement === undefined) {
    return ["hit rates: no orchestrator has counted a question in the last 24 hours"]
  }
  return rows.flatMap(({ measured, pattern, question }) => {
    if (pattern === "other" || measured === undefined || measured.savesMs !== undefined) return []
    const side = measured.cachedMs === undefined ? "the cache" : "the model"
    return measured.asked === 0
      ? [`${question}: nobody asked`]
      : [`time saved of ${question}: none was answered by ${side}`]
  })
}
