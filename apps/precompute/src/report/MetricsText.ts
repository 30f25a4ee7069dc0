/** The worker's figures in Prometheus' text format. Pure. */
import { familyText, type Sample } from "@manga-assist/process/metrics"
import { costOf } from "../spending/Cost.ts"
import type { Measurement } from "../questions/Measured.ts"
import type { Figures } from "./Figures.ts"
import type { WorkerTotals } from "../worker/WorkerTotals.ts"

export interface WorkerState {
  readonly leading: boolean
  readonly pausedMs: number
  readonly totals: Readonly<WorkerTotals>
  readonly tokensPerHour: number
  /** Undefined while Redis does not answer. */
  readonly shared?: Figures | undefined
}

/** Left out while there is nothing to tell. */
export const family = (
  name: string,
  type: "counter" | "gauge",
  help: string,
  samples: ReadonlyArray<Sample>,
): string => (samples.length === 0 ? "" : familyText({ name, help, type }, samples))

const one = (value: number): ReadonlyArray<Sample> => [{ value }]

const answered = ({ patterns }: Measurement, what: "asked" | "ms"): ReadonlyArray<Sample> =>
  Object.entries(patterns).flatMap(([pattern, sources]) =>
    Object.entries(sources).map(([source, each]) => ({
      labels: { pattern, source },
      value: what === "asked" ? each.asked : each.ms / 1_000,
    })),
  )

const sharedText = ({ bought, measured, prices, tokens }: Figures) =>
  [
    family("precompute_tokens_this_hour", "gauge", "Tokens of all workers, by time.", [
      { labels: { span: "this_hour" }, value: tokens.hour },
      { labels: { span: "24_hours" }, value: tokens.day },
    ]),
    family(
      "precompute_cost",
      "gauge",
      `What they cost, in ${prices.currency}, by the prices as of ${prices.asOf}.`,
      [
        { labels: { span: "this_hour" }, value: costOf(bought.hour, prices).amount },
        { labels: { span: "24_hours" }, value: costOf(bought.day, prices).amount },
      ],
    ),
    family(
      "precompute_questions",
      "gauge",
      "Questions of the last 24 hours by pattern and what answered them.",
      measured === undefined ? [] : answered(measured, "asked"),
    ),
    family(
      "precompute_first_content_seconds",
      "gauge",
      "Sum of the seconds to the first content of those questions.",
      measured === undefined ? [] : answered(measured, "ms"),
    ),
  ].join("")

export const metricsText = ({
  leading,
  pausedMs,
  shared,
  tokensPerHour,
  totals,
}: WorkerState): string => {
  const entries = Object.entries(totals.byPattern)
  return [
    family("precompute_leader", "gauge", "1 while this worker leads.", one(leading ? 1 : 0)),
    family("precompute_passes_total", "counter", "Passes ended.", one(totals.passes)),
    family("precompute_entries_written_total", "counter", "Entries written, by how.", [
      { labels: { how: "model" }, value: totals.written - totals.unchanged },
      { labels: { how: "unchanged" }, value: totals.unchanged },
    ]),
    family("precompute_entries_failed_total", "counter", "Entries failed.", one(totals.failed)),
    family(
      "precompute_entries_left_out_total",
      "counter",
      "Entries due and not renewed, by reason; again in each pass.",
      Object.entries(totals.leftOut).map(([reason, count]) => ({
        labels: { reason },
        value: count,
      })),
    ),
    family(
      "precompute_entries",
      "gauge",
      "Entries in the last pass by pattern, and how many of them are served after it.",
      entries.flatMap(([pattern, { entries: all, fresh, written }]): ReadonlyArray<Sample> => [
        { labels: { pattern, state: "all" }, value: all },
        { labels: { pattern, state: "served" }, value: fresh + written },
      ]),
    ),
    family("precompute_tokens_total", "counter", "Tokens bought by this worker, by kind.", [
      { labels: { kind: "all" }, value: totals.tokens },
      { labels: { kind: "output" }, value: totals.outputTokens },
    ]),
    family(
      "precompute_tokens_per_hour_limit",
      "gauge",
      "Tokens an hour at most.",
      one(tokensPerHour),
    ),
    family(
      "precompute_customer_priority_wait_seconds_total",
      "counter",
      "Waited because customers kept the model busy.",
      one(totals.waitedMs / 1_000),
    ),
    family(
      "precompute_model_pause_seconds",
      "gauge",
      "Left until the model is asked again after a refusal.",
      one(pausedMs / 1_000),
    ),
    shared === undefined ? "" : sharedText(shared),
  ].join("")
}
