/** How the learned wordings stand, as text: for the report, the metrics page, and the command that lists them. Pure. */
import { type Wording, wordingId, type WordingState } from "@manga-assist/caching"
import { by, counter, gauge } from "../report/MetricsText.ts"
import { rejections } from "./JudgedWording.ts"
import type { LearningCounts } from "./LearningPass.ts"

export const summaryText = ({ off, totals, wordings }: WordingState): string => {
  const { right, used, wrong } = totals
  return [
    `wordings: ${wordings.length}, used ${used} times; of ${right + wrong} compared answers ${wrong} wrong`,
    ...(off === undefined ? [] : [`off: ${off}`]),
    "",
  ].join("\n")
}

const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10)

export const wordingLine = (wording: Wording): string =>
  [
    wordingId(wording),
    wording.locale,
    `"${wording.text}" asks "${wording.sentence}"`,
    `until ${isoDay(wording.expiresAt)}, approved ${isoDay(wording.approvedAt)} by ${wording.approvedBy} with ${wording.model}`,
  ].join("  ")

const countsOf = (names: ReadonlyArray<keyof LearningCounts>, counts: LearningCounts) =>
  Object.fromEntries(names.map((name) => [name, counts[name] ?? 0]))

/** In Prometheus' text format; what was learned is of this worker alone. */
export const summaryMetrics = (
  { off, totals, wordings }: WordingState,
  counts: LearningCounts,
): string =>
  [
    gauge("precompute_wordings", "Learned wordings there are.", wordings.length),
    gauge("precompute_wordings_off", "1 while none is used.", off ? 1 : 0),
    counter(
      "precompute_wording_answers_total",
      "Answers by learned wordings, and those compared.",
      by("what", totals),
    ),
    counter(
      "precompute_wording_proposals_total",
      "Wordings proposed and approved.",
      by("what", countsOf(["proposed", "approved"], counts)),
    ),
    counter(
      "precompute_wording_rejected_total",
      "Wordings rejected, by what the model or the judge said.",
      by("reason", countsOf(rejections, counts)),
    ),
  ].join("")
