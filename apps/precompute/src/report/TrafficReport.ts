/**
 * Compares measured traffic with the table of traffic in the source document: what is asked, how often, what a cache
 * hit saves, how much of the demand is answered ahead, and at what cost. Pure. (Source document: "Latency Reduction
 * Techniques for FM Systems", whose claims this project tests.)
 */
import { costOf } from "../spending/Cost.ts"
import type { Measurement, Sources } from "../spending/Measured.ts"
import type { Bought } from "../spending/TokenBudget.ts"
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

interface MeasuredRow {
  readonly asked: number
  /** Of all questions. */
  readonly share: number
  /** Of those asked, answered from the cache: by what the worker wrote, and by whatever was there. */
  readonly precomputed: number
  readonly cached: number
  /** Mean milliseconds to the first content; undefined where none was counted. */
  readonly cachedMs: number | undefined
  readonly modelMs: number | undefined
  /** The model's less the cache's; undefined while one is. */
  readonly savesMs: number | undefined
}

export interface TrafficRow {
  readonly pattern: string
  readonly question: string
  readonly expected: Pick<ExpectedRow, "share" | "savesMs">
  readonly measured?: MeasuredRow
}

export interface TrafficReport {
  readonly hours: number
  readonly rows: ReadonlyArray<TrafficRow>
  /** All questions together; `share`: answered ahead, or from the cache at all. */
  readonly ahead: {
    readonly expected: Pick<ExpectedRow, "share" | "savesMs">
    /** `savesMs`: a hit's, over the patterns of which both sides were counted. */
    readonly measured?: Pick<MeasuredRow, "asked" | "precomputed" | "cached" | "savesMs">
  }
  /** Declared patterns and mined questions: how many entries are served now. */
  readonly entries: Readonly<Record<string, { readonly entries: number; readonly fresh: number }>>
  readonly coverage: {
    /** Of the questions an hour that the schedule expects, those whose answer is fresh now; 0 to 1. */
    readonly expected: number
    /** The same of the most asked questions as counted; absent while none is. */
    readonly demand?: {
      readonly questions: number
      readonly perHour: number
      readonly served: number
    }
  }
  readonly tokens: { readonly hour: number; readonly day: number; readonly capPerHour: number }
  readonly cost: {
    readonly currency: string
    readonly hour: number
    readonly day: number
    readonly bought: Bought
    readonly prices: string
  }
  readonly notMeasured: ReadonlyArray<string>
}

const cachedSources: ReadonlySet<string> = new Set(["precomputed", "exact", "canonical", "alias"])
const sumOf = (sources: Sources, of: (source: string) => boolean) => {
  const counted = Object.entries(sources).flatMap(([source, each]) => (of(source) ? each : []))
  const count = counted.reduce((sum, { asked }) => sum + asked, 0)
  const ms = counted.reduce((sum, each) => sum + each.ms, 0)
  return { count, mean: count === 0 ? undefined : ms / count }
}

const rowOf = (row: ExpectedRow, measurement: Measurement | undefined): TrafficRow => {
  const { pattern, question, savesMs, share } = row
  const told = { pattern, question, expected: { share, savesMs } }
  if (measurement === undefined) return told
  const askedOf = (each: Sources) => sumOf(each, () => true).count
  const sources = measurement.patterns[pattern] ?? {}
  const everything = Object.values(measurement.patterns).reduce((sum, all) => sum + askedOf(all), 0)
  const asked = askedOf(sources)
  const cached = sumOf(sources, (source) => cachedSources.has(source))
  const model = sumOf(sources, (source) => source === "model")
  const ahead = sumOf(sources, (source) => source === "precomputed")
  const { mean: cachedMs } = cached
  const { mean: modelMs } = model
  return {
    ...told,
    measured: {
      asked,
      share: asked / Math.max(1, everything),
      precomputed: ahead.count / Math.max(1, asked),
      cached: cached.count / Math.max(1, asked),
      cachedMs,
      modelMs,
      savesMs: modelMs === undefined || cachedMs === undefined ? undefined : modelMs - cachedMs,
    },
  }
}

const aheadOf = (rows: ReadonlyArray<TrafficRow>): TrafficReport["ahead"] => {
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
  if (asked === 0) return { expected: expectedAhead }
  const savesMs = hits === 0 ? undefined : saved / hits
  return {
    expected: expectedAhead,
    measured: { asked, precomputed: precomputed / asked, cached: cached / asked, savesMs },
  }
}

const entriesByPattern = (plan: Plan): TrafficReport["entries"] => {
  const counts: Record<string, { entries: number; fresh: number }> = {}
  for (const { due, entry } of plan.entries) {
    const count = (counts[entry.pattern] ??= { entries: 0, fresh: 0 })
    count.entries += 1
    if (isServed(due)) count.fresh += 1
  }
  return counts
}

const coverageOf = (plan: Plan): TrafficReport["coverage"] => {
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
    expected: all === 0 ? 0 : served / all,
    ...(asked === 0 ? {} : { demand: { questions, perHour: asked, served: answered / asked } }),
  }
}

export const trafficReport = (
  schedule: Schedule,
  plan: Plan,
  { bought, measured: measurement, prices, tokens }: Figures,
): TrafficReport => {
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
