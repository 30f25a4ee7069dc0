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

/** Of one figure, or of one for each value of a label; left out while there is nothing to tell. */
const family =
  (type: "counter" | "gauge") =>
  (name: string, help: string, told: number | ReadonlyArray<Sample>): string => {
    const samples = typeof told === "number" ? [{ value: told }] : told
    return samples.length === 0 ? "" : familyText({ name, help, type }, samples)
  }
export const counter = family("counter")
export const gauge = family("gauge")

/** A sample for each value of the label. */
export const by = (
  label: string,
  values: Readonly<Record<string, number>>,
): ReadonlyArray<Sample> =>
  Object.entries(values).map(([text, value]) => ({ labels: { [label]: text }, value }))

const answered = (
  measured: Measurement | undefined,
  of: (each: { readonly asked: number; readonly ms: number }) => number,
) =>
  Object.entries(measured?.patterns ?? {}).flatMap(([pattern, sources]): ReadonlyArray<Sample> =>
    Object.entries(sources).map(([source, each]) => ({
      labels: { pattern, source },
      value: of(each),
    })),
  )

const sharedText = ({ bought, measured, prices, tokens }: Figures) => {
  const spans = (hour: number, day: number) => by("span", { this_hour: hour, "24_hours": day })
  return [
    gauge(
      "precompute_tokens_this_hour",
      "Tokens of all workers, by time.",
      spans(tokens.hour, tokens.day),
    ),
    gauge(
      "precompute_cost",
      `What they cost, in ${prices.currency}, by the prices as of ${prices.asOf}.`,
      spans(costOf(bought.hour, prices).amount, costOf(bought.day, prices).amount),
    ),
    gauge(
      "precompute_questions",
      "Questions of the last 24 hours by pattern and what answered them.",
      answered(measured, ({ asked }) => asked),
    ),
    gauge(
      "precompute_first_content_seconds",
      "Sum of the seconds to the first content of those questions.",
      answered(measured, ({ ms }) => ms / 1_000),
    ),
  ].join("")
}

export const metricsText = ({
  leading,
  pausedMs,
  shared,
  tokensPerHour,
  totals,
}: WorkerState): string =>
  [
    gauge("precompute_leader", "1 while this worker leads.", leading ? 1 : 0),
    counter("precompute_passes_total", "Passes ended.", totals.passes),
    counter(
      "precompute_entries_written_total",
      "Entries written, by how.",
      by("how", { model: totals.written - totals.unchanged, unchanged: totals.unchanged }),
    ),
    counter("precompute_entries_failed_total", "Entries failed.", totals.failed),
    counter(
      "precompute_entries_left_out_total",
      "Entries due and not renewed, by reason; again in each pass.",
      by("reason", totals.leftOut),
    ),
    gauge(
      "precompute_entries",
      "Entries in the last pass by pattern, and how many of them are served after it.",
      Object.entries(totals.byPattern).flatMap(([pattern, { entries, fresh, written }]) => [
        { labels: { pattern, state: "all" }, value: entries },
        { labels: { pattern, state: "served" }, value: fresh + written },
      ]),
    ),
    counter(
      "precompute_tokens_total",
      "Tokens bought by this worker, by kind.",
      by("kind", { all: totals.tokens, output: totals.outputTokens }),
    ),
    gauge("precompute_tokens_per_hour_limit", "Tokens an hour at most.", tokensPerHour),
    counter(
      "precompute_customer_priority_wait_seconds_total",
      "Waited because customers kept the model busy.",
      totals.waitedMs / 1_000,
    ),
    gauge(
      "precompute_model_pause_seconds",
      "Left until the model is asked again after a refusal.",
      pausedMs / 1_000,
    ),
    shared === undefined ? "" : sharedText(shared),
  ].join("")
