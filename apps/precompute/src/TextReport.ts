/** Reports as a person reads them: a table of traffic, a list of what is due. Pure. */
import type { TrafficReport } from "./TrafficReport.ts"
import type { Plan } from "./Worker.ts"

const percent = (share: number | undefined): string =>
  share === undefined ? "-" : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`

const milliseconds = (ms: number | undefined): string =>
  ms === undefined ? "-" : `${Math.round(ms)} ms`

/** Columns as wide as their widest cell, the first one to the left. */
const table = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  )
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
}

export const trafficText = (report: TrafficReport): string => {
  const rows = report.rows.map(({ expected, measured, question }) => [
    question,
    percent(expected.share),
    expected.savesMs === 0 ? "-" : milliseconds(expected.savesMs),
    measured === undefined ? "-" : String(measured.asked),
    percent(measured?.share),
    percent(measured?.precomputed),
    percent(measured?.cached),
    milliseconds(measured?.savesMs),
  ])
  const entries = Object.entries(report.entries).map(([pattern, { entries: count, fresh }]) => [
    pattern,
    String(count),
    String(fresh),
  ])
  const { capPerHour, day, hour } = report.tokens
  return [
    table([
      ["questions", "expected", "saves", "asked", "measured", "precomputed", "any cache", "saves"],
      ...rows,
    ]),
    "",
    `answered ahead: expected ${percent(report.expectedShare)}, measured ${percent(report.measuredShare)}`,
    `expected questions whose answer is fresh now: ${percent(report.coverage)}`,
    `tokens: ${hour} this hour of ${capPerHour}, ${day} in 24 hours`,
    "",
    table([["pattern", "entries", "served"], ...entries]),
    ...(report.notMeasured.length === 0 ? [] : ["", "not measured:"]),
    ...report.notMeasured.map((line) => `  ${line}`),
    "",
  ].join("\n")
}

const age = (ms: number): string => (Number.isFinite(ms) ? `${Math.round(ms / 1_000)} s` : "-")

export const planText = (plan: Plan): string => {
  const tokens = plan.due.reduce((sum, due) => sum + due.tokens, 0)
  const rows = plan.due.map((due) => [
    due.entry.wordings[0],
    due.entry.pattern,
    due.why,
    age(due.ageMs),
    String(due.tokens),
    due.savesMsPerToken.toPrecision(2),
  ])
  return [
    table([["question", "pattern", "why", "age", "tokens", "ms saved per token"], ...rows]),
    "",
    `${plan.due.length} of ${plan.entries.length} entries, about ${tokens} tokens`,
    ...(plan.unreadable > 0 ? [`${plan.unreadable} entries could not be read`] : []),
    "",
  ].join("\n")
}
