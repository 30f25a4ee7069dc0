/**
 * Writes reports for a terminal. The traffic report has customers' questions by kind: shares and savings that the
 * source document expects beside the measured ones, how many of the expected questions have a cached answer now, and
 * the cost. The plan lists the cached answers that are due for renewal. Pure. (Source document: "Latency Reduction
 * Techniques for FM Systems", whose claims this project tests.)
 */
import type { TrafficReport, TrafficRow } from "./TrafficReport.ts"
import type { Plan } from "../worker/Worker.ts"

const percent = (share: number | undefined): string =>
  share === undefined ? "-" : `${(share * 100).toFixed(share > 0 && share < 0.0995 ? 1 : 0)} %`

const milliseconds = (ms: number | undefined): string =>
  ms === undefined ? "-" : `${ms.toFixed(Math.abs(ms) < 9.95 && ms !== 0 ? 1 : 0)} ms`

const grouped = (count: number): string => Math.round(count).toLocaleString("en-US")

/** Columns of a terminal: Japanese characters take two. */
const wide = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303f\u30fc\uff01-\uff60]/gu
const widthOf = (text: string): number => text.length + (text.match(wide)?.length ?? 0)
const filler = (text: string, width: number): string =>
  " ".repeat(Math.max(0, width - widthOf(text)))

/** Columns as wide as their widest cell, the first one to the left. */
const table = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = (rows[0] ?? []).map((_cell, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ""))),
  )
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0
            ? `${cell}${filler(cell, widths[column] ?? 0)}`
            : `${filler(cell, widths[column] ?? 0)}${cell}`,
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
}

const trafficRow = ({ expected, measured, pattern, question }: TrafficRow) => [
  question,
  percent(expected.share),
  percent(measured?.share),
  pattern === "other" ? "-" : percent(1),
  percent(measured?.precomputed),
  percent(measured?.cached),
  milliseconds(measured?.modelMs),
  milliseconds(measured?.cachedMs),
  expected.savesMs === 0 ? "-" : milliseconds(expected.savesMs),
  milliseconds(measured?.savesMs),
]

const head = [
  ["", "share", "share", "ahead", "ahead", "cached", "model", "cache", "saves", "saves"],
  [
    "questions",
    "expected",
    "measured",
    "expected",
    "measured",
    "measured",
    "measured",
    "measured",
    "expected",
    "measured",
  ],
]

const moneyOf = ({ cost, tokens }: TrafficReport): ReadonlyArray<string> => {
  const amount = (value: number) => `${value.toFixed(value < 1 ? 4 : 2)} ${cost.currency}`
  const bought = Object.entries(cost.bought).map(
    ([model, { cacheRead, cacheWrite, input, output }]) =>
      `  ${model}: ${grouped(input)} in, ${grouped(output)} out, ${grouped(cacheRead)} read from and ${grouped(cacheWrite)} written to the prompt cache`,
  )
  return [
    `tokens: ${grouped(tokens.hour)} this hour of at most ${grouped(tokens.capPerHour)}, ${grouped(tokens.day)} in 24 hours`,
    `cost: ${amount(cost.hour)} this hour, ${amount(cost.day)} in 24 hours`,
    ...bought,
    `  prices: ${cost.prices}`,
  ]
}

export const trafficText = (report: TrafficReport): string => {
  const { ahead, coverage } = report
  const { measured } = ahead
  const asked =
    measured === undefined ? "no questions counted" : `${grouped(measured.asked)} questions`
  const all = [
    "all",
    percent(1),
    measured === undefined ? "-" : percent(1),
    percent(ahead.expected.share),
    percent(measured?.precomputed),
    percent(measured?.cached),
    "",
    "",
    milliseconds(ahead.expected.savesMs),
    milliseconds(measured?.savesMs),
  ]
  const entries = Object.entries(report.entries).map(([pattern, { entries: count, fresh }]) => [
    pattern,
    String(count),
    String(fresh),
  ])
  const demand =
    coverage.demand === undefined
      ? "-"
      : `${percent(coverage.demand.served)} of ${grouped(coverage.demand.questions)} questions asked ${grouped(coverage.demand.perHour)} times an hour`
  return [
    `Expected: the source document's traffic. Measured: ${asked} in the last 24 hours.`,
    "",
    table([...head, ...report.rows.map(trafficRow), all]),
    "",
    "ahead: answered by what the worker wrote; cached: also by what other customers were answered.",
    "model, cache: mean time to the first content. saves: by a cached answer, beside the model's.",
    "",
    `coverage now: ${percent(coverage.expected)} of the questions that the schedule expects; of counted demand ${demand}`,
    ...moneyOf(report),
    "",
    table([["pattern", "entries", "served now"], ...entries]),
    ...(report.notMeasured.length === 0 ? [] : ["", "not measured:"]),
    ...report.notMeasured.map((line) => `  ${line}`),
    "",
  ].join("\n")
}

const age = (ms: number): string => (Number.isFinite(ms) ? `${Math.round(ms / 1_000)} s` : "-")

/** `leftOut`: wordings of the schedule that no answer is kept for, each with the reason. */
export const planText = (plan: Plan, leftOut: ReadonlyArray<string>): string => {
  const tokens = plan.due.reduce((sum, due) => sum + due.tokens, 0)
  const rows = plan.due.map((due) => [
    due.entry.wordings[0],
    due.entry.pattern,
    due.why,
    age(due.ageMs),
    String(due.tokens),
    due.savesMsPerToken.toPrecision(2),
  ])
  const heading = ["question", "pattern", "why", "age", "tokens", "ms saved per token"]
  return [
    ...(rows.length === 0 ? [] : [table([heading, ...rows]), ""]),
    `${plan.due.length} of ${plan.entries.length} entries, about ${grouped(tokens)} tokens at most: what has not changed costs none`,
    ...(leftOut.length > 0 ? ["", "wordings that no answer is kept for:"] : []),
    ...leftOut.map((line) => `  ${line}`),
    ...(plan.unreadable > 0 ? [`${plan.unreadable} entries could not be read`] : []),
    "",
  ].join("\n")
}
