/**
 * The source document's table of traffic (what is asked, how often, what a hit saves) with what was measured
 * beside it. Pure.
 */
import type { Measurement, Sources } from "./Measured.ts"
import type { Schedule } from "./Schedule.ts"
import type { Plan } from "./Worker.ts"

interface ExpectedRow {
  /** As `DemandCounts` counts it. */
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

export interface TrafficRow {
  readonly pattern: string
  readonly question: string
  readonly expected: { readonly share: number; readonly savesMs: number }
  readonly measured?: {
    readonly asked: number
    readonly share: number
    /** Answered from the cache: precomputed alone, and whatever wrote it. */
    readonly precomputed: number
    readonly cached: number
    /** First content of the model less that of precomputed answers, means; absent while one is missing. */
    readonly savesMs?: number
  }
}

export interface TrafficReport {
  readonly hours: number
  readonly rows: ReadonlyArray<TrafficRow>
  readonly expectedShare: number
  readonly measuredShare?: number
  /** Declared patterns and mined questions: how many entries are fresh now. */
  readonly entries: Readonly<Record<string, { readonly entries: number; readonly fresh: number }>>
  /** Of the expected questions an hour, those whose answer is fresh now; 0 to 1. */
  readonly coverage: number
  readonly tokens: { readonly hour: number; readonly day: number; readonly capPerHour: number }
  readonly notMeasured: ReadonlyArray<string>
}

const cachedSources: ReadonlySet<string> = new Set(["precomputed", "exact", "canonical", "alias"])

const asked = (sources: Sources, of: (source: string) => boolean): number =>
  Object.entries(sources).reduce((sum, [source, each]) => sum + (of(source) ? each.asked : 0), 0)

const meanMs = (sources: Sources | undefined, source: string): number | undefined => {
  const { asked: count = 0, ms = 0 } = sources?.[source] ?? {}
  return count === 0 ? undefined : ms / count
}

const rowOf = (row: ExpectedRow, measurement: Measurement | undefined): TrafficRow => {
  const { pattern, question, savesMs, share } = row
  const told = { pattern, question, expected: { share, savesMs } }
  if (measurement === undefined) return told
  const sources = measurement.patterns[pattern] ?? {}
  const all = Object.values(measurement.patterns)
  const everything = all.reduce((sum, each) => sum + asked(each, () => true), 0)
  const count = asked(sources, () => true)
  const model = meanMs(sources, "model")
  const ahead = meanMs(sources, "precomputed")
  return {
    ...told,
    measured: {
      asked: count,
      share: everything === 0 ? 0 : count / everything,
      precomputed: count === 0 ? 0 : asked(sources, (source) => source === "precomputed") / count,
      cached: count === 0 ? 0 : asked(sources, (source) => cachedSources.has(source)) / count,
      ...(model === undefined || ahead === undefined ? {} : { savesMs: model - ahead }),
    },
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

/** What is due only because it will run out is still served. */
const isServed = (due: Plan["entries"][number]["due"]): boolean =>
  due === undefined || due.why === "runs-out" || due.why === "cron"

const coverageOf = (plan: Plan): number => {
  const sum = (served: boolean) =>
    plan.entries.reduce(
      (hourly, { due, entry }) => hourly + (!served || isServed(due) ? entry.perHour : 0),
      0,
    )
  return sum(false) === 0 ? 0 : sum(true) / sum(false)
}

export const trafficReport = (
  schedule: Schedule,
  plan: Plan,
  measurement: Measurement | undefined,
  spent: { readonly hour: number; readonly day: number },
): TrafficReport => {
  const rows = expected.map((row) => rowOf(row, measurement))
  const count = rows.reduce((sum, { measured }) => sum + (measured?.asked ?? 0), 0)
  const hits = rows.reduce(
    (sum, { measured }) =>
      sum + (measured === undefined ? 0 : measured.precomputed * measured.asked),
    0,
  )
  const unmeasured = rows.filter(
    ({ measured, pattern }) => pattern !== "other" && measured?.savesMs === undefined,
  )
  return {
    hours: measurement?.hours ?? 0,
    rows,
    expectedShare: 0.57,
    ...(count === 0 ? {} : { measuredShare: hits / count }),
    entries: entriesByPattern(plan),
    coverage: coverageOf(plan),
    tokens: { ...spent, capPerHour: schedule.tokensPerHour },
    notMeasured: [
      ...(measurement === undefined
        ? ["hit rates: no orchestrator has counted a question in the last 24 hours"]
        : unmeasured.map(
            ({ question }) =>
              `time saved of ${question}: not both a model's answer and a precomputed one were counted`,
          )),
      ...(plan.unreadable > 0 ? [`${plan.unreadable} entries could not be read`] : []),
    ],
  }
}
