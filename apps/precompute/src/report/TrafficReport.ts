/**
 * Compares measured traffic with the table of traffic in the source document: what is asked, how often, what a cache
 * hit saves, how much of the demand is answered ahead, and at what cost. Pure. (Source document: "Latency Reduction
 * Techniques for FM Systems", whose claims this project tests.)
 */
import { costOf } from "../spending/Cost.ts"
import type { Measurement, Sources } from "../questions/Measured.ts"
import { isServed } from "../questions/RefreshList.ts"
import type { Schedule } from "../schedule/Schedule.ts"
import type { Plan } from "../worker/Worker.ts"
import type { Figures } from "./Figures.ts"

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

const cachedSources: ReadonlySet<string> = new Set(["precomputed", "exact", "canonical", "alias"])
const sumOf = (sources: Sources, of: (source: string) => boolean) => {
  const counted = Object.entries(sources).flatMap(([source, each]) => (of(source) ? each : []))
  const count = counted.reduce((sum, { asked }) => sum + asked, 0)
  const ms = counted.reduce((sum, each) => sum + each.ms, 0)
  return { count, mean: count === 0 ? undefined : ms / count }
}

const measuredOf = (pattern: string, { patterns }: Measurement) => {
  const askedOf = (each: Sources) => sumOf(each, () => true).count
  const sources = patterns[pattern] ?? {}
  const everything = Object.values(patterns).reduce((sum, all) => sum + askedOf(all), 0)
  const asked = askedOf(sources)
  const cached = sumOf(sources, (source) => cachedSources.has(source))
  const model = sumOf(sources, (source) => source === "model")
  const ahead = sumOf(sources, (source) => source === "precomputed")
  return {
    asked,
    /** Of all questions. */
    share: asked / Math.max(1, everything),
    /** Of those asked, answered from the cache: by what the worker wrote, and by whatever was there. */
    precomputed: ahead.count / Math.max(1, asked),
    cached: cached.count / Math.max(1, asked),
    /** Mean milliseconds to the first content; undefined where none was counted. */
    cachedMs: cached.mean,
    modelMs: model.mean,
    /** The model's less the cache's; undefined while one is. */
    savesMs:
      model.mean === undefined || cached.mean === undefined ? undefined : model.mean - cached.mean,
  }
}

const rowOf = ({ pattern, question, savesMs, share }: ExpectedRow, measurement?: Measurement) => ({
  pattern,
  question,
  expected: { share, savesMs },
  measured: measurement && measuredOf(pattern, measurement),
})
export type TrafficRow = ReturnType<typeof rowOf>

const aheadOf = (rows: ReadonlyArray<TrafficRow>) => {
  let [asked, precomputed, cached, hits, saved] = [0, 0, 0, 0, 0]
  for (const { measured } of rows) {
    if (measured === undefined) continue
    const hit = measured.cached * measured.asked
    asked += measured.asked
    precomputed += measured.precomputed * measured.asked
    cached += hit
    if (measured.savesMs === undefined) continue
    hits += hit
    saved += measured.savesMs * hit
  }
  if (asked === 0) return undefined
  /** A hit's, over the patterns of which both sides were counted. */
  const savesMs = hits === 0 ? undefined : saved / hits
  return { asked, precomputed: precomputed / asked, cached: cached / asked, savesMs }
}

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

export const trafficReport = (
  schedule: Schedule,
  plan: Plan,
  { bought, measured: measurement, prices, tokens }: Figures,
) => {
  const rows = expected.map((row) => rowOf(row, measurement))
  const day = costOf(bought.day, prices)
  const coverage = coverageOf(plan)
  return {
    hours: measurement?.hours ?? 0,
    rows,
    /** All questions together; `share`: answered ahead, or from the cache at all. */
    ahead: { expected: expectedAhead, measured: aheadOf(rows) },
    /** Declared patterns and mined questions: how many entries are served now. */
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

export type TrafficReport = ReturnType<typeof trafficReport>

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
