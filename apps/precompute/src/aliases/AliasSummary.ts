/**
 * The state of the aliases (approved mappings from a wording to another question's cached answer) as text: for the
 * report, the metrics page, and the command that lists them. Pure.
 */
import { type Alias, aliasId, type AliasState } from "@manga-assist/caching"
import { by, counter, gauge } from "../report/MetricsText.ts"
import type { LearningCounts } from "./LearningRecord.ts"
import { rejectionReasons } from "./LearningTally.ts"

export interface AliasSummary {
  readonly aliases: number
  readonly used: number
  /** Answers that were compared with a fresh one. */
  readonly right: number
  readonly wrong: number
  readonly off?: string
  readonly learning: LearningCounts
}

export const aliasSummary = (state: AliasState, learning: LearningCounts): AliasSummary => ({
  aliases: state.aliases.length,
  ...state.totals,
  ...(state.off === undefined ? {} : { off: state.off }),
  learning,
})

const rejectedPrefix = "rejected:"

const rejections = (learning: LearningCounts): ReadonlyArray<readonly [string, number]> =>
  Object.entries(learning)
    .filter(([name]) => name.startsWith(rejectedPrefix))
    .map(([name, count]) => [name.slice(rejectedPrefix.length), count])

export const summaryText = ({
  aliases,
  learning,
  off,
  right,
  used,
  wrong,
}: AliasSummary): string => {
  const count = (name: string) => learning[name] ?? 0
  const rejected = rejections(learning)
  const sum = rejected.reduce((all, [, each]) => all + each, 0)
  const reasons = rejected.map(([reason, each]) => `${reason} ${each}`).join(", ")
  return [
    `aliases: ${aliases}, used ${used} times; of ${right + wrong} compared answers ${wrong} wrong`,
    `learning: proposed ${count("proposed")}, approved ${count("approved")}, rejected ${sum}${reasons === "" ? "" : ` (${reasons})`}, expired ${count("expired")}`,
    `judge: ${count("disagreed")} of ${count("controls")} pairs of known verdict judged wrongly`,
    ...(off === undefined ? [] : [`off: ${off}`]),
    "",
  ].join("\n")
}

const isoDay = (time: number): string => new Date(time).toISOString().slice(0, 10)

export const aliasLine = (alias: Alias): string =>
  [
    aliasId(alias),
    alias.locale,
    `"${alias.words}" asks "${alias.kept}"`,
    `until ${isoDay(alias.expiresAt)}, approved ${isoDay(alias.approvedAt)} by ${alias.approvedBy} with ${alias.model}`,
  ].join("  ")

/** In Prometheus' text format. */
export const summaryMetrics = (summary: AliasSummary): string => {
  const { aliases, learning, off, right, used, wrong } = summary
  const count = (name: string) => learning[name] ?? 0
  return [
    gauge("precompute_aliases", "Aliases there are.", aliases),
    gauge("precompute_aliases_off", "1 while none is used.", off ? 1 : 0),
    counter(
      "precompute_alias_answers_total",
      "Answers by alias, and those compared.",
      by("what", { used, right, wrong }),
    ),
    counter(
      "precompute_alias_pairs_total",
      "Pairs proposed, approved and expired.",
      ["proposed", "approved", "expired"].map((what) => ({ labels: { what }, value: count(what) })),
    ),
    counter(
      "precompute_alias_rejected_total",
      "Pairs rejected, by rule or by what the judge did.",
      rejectionReasons.map((reason) => ({
        labels: { reason },
        value: count(`${rejectedPrefix}${reason}`),
      })),
    ),
    counter(
      "precompute_alias_controls_total",
      "Pairs of known verdict, by outcome.",
      by("outcome", {
        right: count("controls") - count("disagreed"),
        wrong: count("disagreed"),
      }),
    ),
  ].join("")
}
