/**
 * What customers feel, from the line that each chat server writes to its log once a minute
 * (`apps/orchestrator/src/metrics/EmbeddedMetrics.ts`): sums over all tasks of a stage.
 *
 * A percentage counts from five turns on that are bad, so that at night one slow turn wakes nobody.
 */
import { Duration } from "aws-cdk-lib"
import { MathExpression, Metric } from "aws-cdk-lib/aws-cloudwatch"
import type { Options } from "../options/Options.ts"
import type { AlarmRule } from "./AlarmRule.ts"

const period = Duration.minutes(5)
const fewest = 5

const embedded = ({ stage }: Options, metricName: string, statistic: "Sum" | "Maximum") =>
  new Metric({
    namespace: "MangaAssist",
    metricName,
    dimensionsMap: { Stage: stage },
    statistic,
    period,
  })

const shareOf = (options: Options, bad: string, all: string, label: string) => {
  // Unique among all metrics that one graph shows.
  const [ofBad, ofAll] = [`sum${bad}`, `sum${all}`] as const
  return new MathExpression({
    expression: `IF(${ofBad} >= ${fewest}, 100 * ${ofBad} / ${ofAll}, 0)`,
    label,
    period,
    usingMetrics: {
      [ofBad]: embedded(options, bad, "Sum"),
      [ofAll]: embedded(options, all, "Sum"),
    },
  })
}

/** That the 95th percentile is above 2 s, and that more than 5 % take longer, is the same. */
export const slowTurns = (options: Options) =>
  shareOf(options, "SlowFirstContents", "FirstContents", "first content after 2 s, %")

export const failedTurns = (options: Options) =>
  shareOf(options, "FailedTurns", "Turns", "failed, %")

export const degradedTurns = (options: Options) =>
  shareOf(options, "DegradedTurns", "Turns", "degraded, %")

export const refusedModelCalls = (options: Options) => embedded(options, "RefusedModelCalls", "Sum")

export const modelBudgetUsed = (options: Options) => embedded(options, "ModelBudgetUsed", "Maximum")

export const modelQuotaUsed = (options: Options) => embedded(options, "ModelQuotaUsed", "Maximum")

const serviceAway = (options: Options) => embedded(options, "ServiceAwaySeconds", "Maximum")

export const customerRules = (options: Options): ReadonlyArray<AlarmRule> => [
  {
    id: "FirstContentSlow",
    metric: slowTurns(options),
    threshold: 5,
    periods: 2,
    rollsBack: true,
    means: "The 95th percentile of the time to first content is above 2 s.",
    customers: "They wait.",
    action: "manga_assist_stage_seconds says which stage grew; then that service's alarms.",
  },
  {
    id: "TurnsFail",
    metric: failedTurns(options),
    threshold: 2,
    periods: 1,
    rollsBack: true,
    means: "More than 2 % of turns end with an error of ours.",
    customers: "They read an error and ask again.",
    action: "manga_assist_turns_total by outcome; the log says each with its turn.",
  },
  {
    id: "TurnsDegrade",
    metric: degradedTurns(options),
    threshold: 20,
    periods: 2,
    rollsBack: true,
    means: "A fifth of turns leaves something out or replaces it.",
    customers: "Answers without products, prices or the model's own words.",
    action: "manga_assist_degraded_total by code: the code names the service.",
  },
  {
    id: "ModelRefuses",
    metric: refusedModelCalls(options),
    threshold: 5,
    periods: 1,
    rollsBack: true,
    means: "Bedrock refuses customers' calls: throttled, or access denied (403).",
    customers: "Answers of the other model, or the catalogue's own words.",
    action: "The log names the reason. 403: access to the model, the role, the endpoint's policy.",
  },
  {
    id: "ModelBudget",
    metric: modelBudgetUsed(options),
    threshold: 0.9,
    periods: 1,
    means: "Nine tenths of the models' budget of this hour are used up.",
    customers: "Beyond it: stale answers or the catalogue's own words, until the hour ends.",
    action: "As ModelTokens; if customers are many, and not one in a loop, raise the budget.",
  },
  {
    id: "ModelQuota",
    metric: modelQuotaUsed(options),
    threshold: 0.9,
    periods: 2,
    means: "Calls come near a model's own quota of tokens a minute.",
    customers: "Beyond it: the other model, or the catalogue's own words.",
    action: "Ask AWS for quota. Until then, ModelTokens says where tokens go.",
  },
  {
    id: "ServiceAway",
    metric: serviceAway(options),
    threshold: 60,
    periods: 1,
    means: "A service that turns depend on has not answered a task for a minute.",
    customers: "Turns degrade; no socket is cut and no task is replaced.",
    action: "/readyz on the operators' port says which, and why. One task alone: stop it.",
  },
]
